"""What a page holds, read without a browser: the tests compare it with what the browser shows."""

import base64
import gzip
import json
import re


class Contents:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.html = file.read()
        self.summary = json.loads(re.search(r'id="summary">(.*?)</script>', self.html, re.S).group(1))
        self.packed = dict(re.findall(r'id="block-(\d+)">([A-Za-z0-9+/=]*)</script>', self.html))

    def block(self, number):
        return json.loads(gzip.decompress(base64.b64decode(self.packed[str(number)])))

    def task(self, place):
        return self.summary["tasks"][place]

    def outcomes(self, place):
        return self.block(self.task(place)["outcomes"])

    def texts(self, place):
        """Of each item: prompt, target, answers."""
        found = []
        for number in self.task(place)["chunks"]:
            before = ""
            for item in self.block(number):
                # JavaScript counts UTF-16 units.
                units = before.encode("utf-16-le")[:2 * item["shared"]]
                before = units.decode("utf-16-le") + item["rest"]
                found.append(dict(item, prompt=before))
        return found
