#!/usr/bin/env python3
"""Asks the bridge over STOMP 1.2 and prints the answers: a JMS request from a client that is not Java.

    python3 stomp-ask.py [--host 127.0.0.1] [--port 61616] [--key anna] hello

Needs nothing but Python 3. The reply queue has a UUID as its name, as the temporary queues of Artemis do.
"""

import argparse
import socket
import sys
import uuid


def send(stream, command, headers, body=""):
    # No content-length: with it, Artemis makes a bytes message of the text.
    lines = [command] + [f"{name}:{value}" for name, value in headers.items()]
    stream.write(("\n".join(lines) + "\n\n" + body + "\0").encode())
    stream.flush()


def receive(stream):
    frame = b""
    while True:
        byte = stream.read(1)
        if not byte:
            sys.exit("the broker closed the connection")
        if byte == b"\0":
            break
        frame += byte
    head, _, body = frame.decode().lstrip("\r\n").partition("\n\n")
    command, *lines = head.splitlines()
    headers = dict(line.split(":", 1) for line in lines)
    if command == "ERROR":
        sys.exit(f"the broker says: {headers.get('message', body)}")
    return command, headers, body


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=61616)
    options.add_argument("--user", default="")
    options.add_argument("--password", default="")
    options.add_argument("--key", default="anna", help="who is talking")
    options.add_argument("--timeout", type=float, default=30)
    options.add_argument("text")
    asked = options.parse_args()

    with socket.create_connection((asked.host, asked.port), asked.timeout) as connection:
        stream = connection.makefile("rwb")
        login = {"login": asked.user, "passcode": asked.password} if asked.user else {}
        send(stream, "CONNECT", {"accept-version": "1.2", "host": asked.host, "heart-beat": "0,0", **login})
        receive(stream)
        replies = str(uuid.uuid4())
        send(stream, "SUBSCRIBE", {"id": "0", "destination": replies, "subscription-type": "ANYCAST", "ack": "auto"})
        send(
            stream,
            "SEND",
            {
                "destination": "chat.input",
                "destination-type": "ANYCAST",
                "persistent": "true",
                "JMSXGroupID": asked.key,
                "reply-to": replies,
                "correlation-id": "1",
            },
            asked.text,
        )
        while True:
            command, headers, body = receive(stream)
            if command == "MESSAGE":
                part = headers.get('chatPart', '-') + (' (last)' if headers.get('chatLast') == 'true' else '')
                print(f"[{headers.get('correlation-id')}, part {part}] {body}", flush=True)
                if headers.get("chatLast") == "true":
                    send(stream, "DISCONNECT", {})
                    return


if __name__ == "__main__":
    main()
