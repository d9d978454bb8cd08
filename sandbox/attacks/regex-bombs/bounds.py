# attack: repetition bounds beyond any number of the machine
# problem: shift
# strict: exception
import re


def shift(text, places):
    return re.match("(?:a{99999999999999999999}){2,}", text).group()
