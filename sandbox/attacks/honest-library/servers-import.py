# attack: none, an honest program that imports servers and clients of the network
# problem: own
# strict: passed
import ftplib
import http.client
import http.server
import imaplib
import smtplib
import socketserver
import xmlrpc.client


def request(url):
    try:
        connection = http.client.HTTPConnection(url, timeout=1)
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return None


# tests
assert request("127.0.0.1:1") is None
