"""The second channel: e-mails wait in the same outbox and are sent here, one after the other, at a pace servers like.

A letter that a server turns down for now (4xx) waits, longer each time; one it turns down for good (5xx) is dead and
the secretaries are told. While the server cannot be reached everything waits. A crash between the server's 250 and our
mark repeats one letter; it bears the same Message-ID, by which mail programs know it again.
"""

import asyncio
import contextlib
import hashlib
import logging
import mimetypes
from collections.abc import Awaitable, Callable, Mapping, Sequence
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr
from typing import TYPE_CHECKING, Any

from bot.clock import Clock
from bot.mail_server import MailServer
from messages import render
from messages.model import Label
from storage import outbox
from storage.database import Database, Transaction, from_text
from storage.errors import StorageError
from storage.outbox import Ended, Outgoing, Sent

if TYPE_CHECKING:
    from aiosmtplib import SMTP

log = logging.getLogger(__name__)

_FIRST_PAUSE = 60.0  # seconds after a letter was turned down for now; doubled each time
_LONGEST_PAUSE = 6 * 3600.0
_LONGEST_ABSENCE = 300.0  # seconds between tries while the server cannot be reached
_TIMEOUT = 60.0  # seconds for one answer of the server
_GOODBYE = 2.0  # seconds that the server gets to say it too
_PERMANENT = 500  # SMTP replies from here on are for good (RFC 5321 §4.2.1)

Contents = Callable[[Mapping[str, Any]], Awaitable[bytes | None]]
"""The bytes of a file as the outbox describes it; None for one that Telegram does not give out. May raise NotNow."""

Refused = Callable[[Transaction, Outgoing, str], Awaitable[None]]
"""(transaction, row, cause): no server will ever take this letter."""


class NotNow(Exception):
    """A file cannot be had at the moment: the letter is tried again later."""


class Away(Exception):
    """The server cannot be reached, or does not let us in: nothing is wrong with the letter."""


class _Refusal(Exception):
    """The server does not take this letter; ``for_good`` when it never will."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"{code} {said}")
        self.for_good = code >= _PERMANENT


async def connected(server: MailServer) -> "SMTP":
    """A connection on which letters can be handed in.

    Raises:
        Away: the server cannot be reached, or does not let us in; the text says why.
    """
    import aiosmtplib  # when there is a letter: it costs a tenth of a second at the start

    connection = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security == "tls",
        start_tls=server.security == "starttls",
        username=server.user or None,
        password=None if server.password is None else server.password.get_secret_value(),
        timeout=_TIMEOUT,
    )
    try:
        await connection.connect()
    except aiosmtplib.SMTPAuthenticationError as error:
        raise Away(f"it refuses TASKFORCE_SMTP_USER and …_PASSWORD ({error.code}): correct .env") from None
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        raise Away(str(error) or type(error).__name__) from None
    return connection


class Mailing:
    """``run`` goes on until cancelled; ``wake`` tells that there may be a letter to send.

    ``told`` is called whenever something is known of a letter.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        server: MailServer,
        contents: Contents,
        refused: Refused,
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._server = server
        self._contents = contents
        self._refused = refused
        self._told = told  # one letter less waits
        self._last_files: list[tuple[Mapping[str, Any], bytes | None]] = []  # a notice's letters enclose the same
        self._not_before: dict[int, float] = {}  # row id -> monotonic moment: turned down for now
        self._away_until = 0.0
        self._absences = 0
        self._changed = asyncio.Event()
        self._changed.set()
        self._working = False
        self._resting = False
        self._connection: SMTP | None = None

    def wake(self) -> None:
        """There may be a letter to send."""
        self._changed.set()

    def idle(self) -> bool:
        """Nothing is being sent, and nothing could be before the clock moves."""
        return self._resting or not (self._working or self._changed.is_set())

    async def run(self) -> None:
        """Send what waits, for ever."""
        try:
            while True:
                await self._wait()
                self._working = True
                self._changed.clear()
                try:
                    await self._send_waiting()
                except StorageError as error:
                    log.error("%s", error)
                    await asyncio.sleep(1)
                    self._changed.set()
                finally:
                    self._working = False
        finally:
            await self._hang_up()

    async def _wait(self) -> None:
        """Until something changed, or what was put off may be tried again."""
        moments = [*self._not_before.values()]
        if self._away_until > self._clock.monotonic():
            moments = [self._away_until]
        waits = [asyncio.create_task(self._changed.wait())]
        if moments:
            waits.append(asyncio.create_task(self._clock.sleep(min(moments) - self._clock.monotonic())))  # type: ignore[arg-type]  # both give nothing that is used
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _send_waiting(self) -> None:
        """One letter after the other until none may go now."""
        try:
            while self._away_until <= self._clock.monotonic():
                now = self._clock.monotonic()
                self._not_before = {row_id: at for row_id, at in self._not_before.items() if at > now}
                async with self._database.read() as tx:
                    row = await outbox.next_letter(tx, self._not_before)
                if row is None:
                    return
                if await self._deal_with(row):
                    await self._rest(60.0 / self._server.per_minute)
        finally:
            self._last_files = []
            await self._hang_up()

    async def _rest(self, seconds: float) -> None:
        """Until the next letter may go; meanwhile there is nothing to do before the clock moves."""
        self._resting = True
        try:
            await self._clock.sleep(seconds)
        finally:
            self._resting = False

    async def _deal_with(self, row: Outgoing) -> bool:
        """Send one letter and write down what came of it; whether it went out."""
        now = self._clock.now()
        if row.expires_at is not None and row.expires_at <= now:
            await self._ended(Ended(row, "expired", "too old to send"))
            return False
        try:
            await self._send(row)
        except Away as error:
            self._stay_away(error)
        except _Refusal as refusal:
            if refusal.for_good:
                await self._ended(Ended(row, "dead", str(refusal)))
            else:
                await self._postpone(row, refusal)
        except NotNow as error:
            await self._postpone(row, error)
        except StorageError:
            raise
        except Exception as error:  # a letter that nobody can send must not stop the others
            log.exception("A letter cannot be sent")
            await self._ended(Ended(row, "dead", str(error)))
        else:
            self._absences = 0
            async with self._database.transaction() as tx:
                await outbox.mark_sent(tx, [Sent(row, None)], self._clock.now())
            self._told()
            return True
        return False

    def _stay_away(self, error: Away) -> None:
        pause = min(2.0**self._absences, _LONGEST_ABSENCE)
        self._absences = min(self._absences + 1, 10)
        log.warning("The mail server cannot be used (%s); trying again in %.0f s.", error, pause)
        self._away_until = self._clock.monotonic() + pause

    async def _postpone(self, row: Outgoing, cause: Exception) -> None:
        pause = min(_FIRST_PAUSE * 2.0 ** min(row.attempts, 20), _LONGEST_PAUSE)
        log.warning("A letter cannot go now (%s); trying again in %.0f s.", cause, pause)
        self._not_before[row.id] = self._clock.monotonic() + pause
        async with self._database.transaction() as tx:
            await outbox.count_attempt(tx, row.id)

    async def _ended(self, ended: Ended) -> None:
        async with self._database.transaction() as tx:
            await outbox.mark_ended(tx, [ended], self._clock.now())
            if ended.state == "dead":
                log.error("The mail server refused a letter: %s", ended.error)
                await self._refused(tx, ended.row, ended.error)
        self._told()

    # --- the server ----------------------------------------------------------------------------------------------

    async def _send(self, row: Outgoing) -> None:
        letter = await self._letter(row)
        import aiosmtplib  # when there is a letter: it costs a tenth of a second at the start

        connection = await self._connected()
        try:
            await connection.send_message(letter)
        except aiosmtplib.SMTPRecipientsRefused as error:
            first = error.recipients[0]
            raise _Refusal(first.code, first.message) from None
        except aiosmtplib.SMTPSenderRefused as error:
            raise Away(f"it does not take letters from {self._server.sender}: {error.message}") from None
        except aiosmtplib.SMTPResponseException as error:
            raise _Refusal(error.code, error.message) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            await self._hang_up()
            raise Away(str(error) or type(error).__name__) from None

    async def _connected(self) -> "SMTP":
        if self._connection is None or not self._connection.is_connected:
            self._connection = await connected(self._server)
        return self._connection

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and connection.is_connected:
            with contextlib.suppress(Exception):  # it is only politeness
                async with asyncio.timeout(_GOODBYE):
                    await connection.quit()
            connection.close()

    # --- the letter ----------------------------------------------------------------------------------------------

    async def _letter(self, row: Outgoing) -> MIMEMultipart:
        payload = row.payload
        files, left_out = [], []
        for described, content in await self._files(payload.get("files", ())):
            if content is None:
                left_out.append(described["name"])
            else:
                files.append((described["name"], content))
        missing = [render.label(Label("mail.left_out", {"name": name}), payload["locale"]) for name in left_out]
        words = MIMEMultipart("alternative")
        words.attach(MIMEText("\n".join([payload["text"], *missing]), "plain", "utf-8"))
        words.attach(MIMEText("<br>\n".join([payload["html"], *map(render.html, missing)]), "html", "utf-8"))
        letter = MIMEMultipart("mixed")
        # Header, not EmailMessage: before Python 3.13 that one loses spaces between accented words of a long line
        letter["From"] = formataddr(parseaddr(self._server.sender))
        letter["To"] = payload["to"]
        letter["Subject"] = Header(" ".join(payload["subject"].split()), "utf-8", header_name="Subject").encode()
        letter["Date"] = format_datetime(from_text(row.created_at))
        letter["Message-ID"] = self._message_id(row)
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
        letter.attach(words)
        for name, content in files:
            letter.attach(_enclosed(name, content))
        return letter

    async def _files(self, wanted: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], bytes | None]]:
        """The files with their bytes; those of the letter before are not fetched again."""
        if [described for described, _ in self._last_files] != list(wanted):
            self._last_files = []
            self._last_files = [(described, await self._contents(described)) for described in wanted]
        return self._last_files

    def _message_id(self, row: Outgoing) -> str:
        """The same whenever this letter is sent."""
        domain = parseaddr(self._server.sender)[1].rpartition("@")[2]
        told = hashlib.sha256(f"{row.id} {row.created_at} {row.payload['to']}".encode()).hexdigest()[:32]
        return f"<{told}@{domain}>"


def _enclosed(name: str, content: bytes) -> MIMEBase:
    kind, _, subtype = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
    part = MIMEBase(kind, subtype)
    part.set_payload(content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part
