"""A mail server that misbehaves on cue."""

import asyncio
from contextlib import asynccontextmanager


class ScriptedServer:
    """A mail server that misbehaves on cue: what it says to a command, or what it does instead of answering."""

    greeting_to_ehlo = b"250 here"

    def __init__(self, **script):
        self.script = {
            "GREETING": b"220 ready",
            "EHLO": self.greeting_to_ehlo,
            "MAIL": b"250 ok",
            "RCPT": b"250 ok",
            "DATA": b"354 go on",
            "DOT": b"250 ok",
            "RSET": b"250 ok",
            "QUIT": b"221 bye",
        } | script
        self.lines = []
        self.messages = []
        self.port = None
        self.writers = set()

    @property
    def heard(self):
        return [line.split()[0] for line in self.lines]

    @asynccontextmanager
    async def running(self):
        server = await asyncio.start_server(self.converse, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for writer in self.writers:
                writer.close()
            await server.wait_closed()
            await asyncio.sleep(0)

    async def converse(self, reader, writer):
        self.writers.add(writer)
        said = self.answer(writer, "GREETING")
        while said and (line := await reader.readline()):
            self.lines.append(line.decode().rstrip())
            command = self.heard[-1]
            said = self.answer(writer, command)
            if command == "DATA" and said and b"354" in said:
                message = await message_from(reader)
                if message is None:
                    break
                self.messages.append(message)
                said = self.answer(writer, "DOT")
        if not said:
            writer.close()

    def answer(self, writer, cue):
        """Say what the script says: octets, one after another for a list, b"" to hang up, None for silence."""
        reply = self.script[cue]
        if isinstance(reply, list):
            reply = reply.pop(0) if len(reply) > 1 else reply[0]
        if reply:
            writer.write(reply + b"\r\n")
        return b"silence" if reply is None else reply


async def message_from(reader):
    """Return the message as it came over the wire, without its last dot; None if it was cut off."""
    lines = []
    while (line := await reader.readline()) != b".\r\n":
        if not line:
            return None
        lines.append(line)
    return b"".join(lines)
