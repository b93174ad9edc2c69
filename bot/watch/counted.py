"""A sender that counts what comes of each try, and lets it be traced; it changes nothing else."""

from bot.delivery.letters import Letter, Refused, Sender, Sent, TryLater
from bot.watch.meters import Meters
from bot.watch.traces import span

CHECKIN = ".checkin."  # as `checkin_letter` in bot/checkins/question.py names them
LIMITED = frozenset({"ratelimited", "rate_limited"})


class CountedSender:
    """Hands on to another sender, and counts."""

    def __init__(self, sender: Sender, meters: Meters) -> None:
        self._sender = sender
        self._meters = meters

    def send(self, letter: Letter) -> Sent:
        """Send it. Raises TryLater or Refused."""
        outcome = "failed"
        with span("deliver", act=str(letter.act)):
            try:
                sent = self._sender.send(letter)
                outcome = "sent"
                if CHECKIN in letter.id:
                    self._meters.checkins.inc()
            except TryLater as later:
                outcome = "later"
                if later.reason in LIMITED:
                    self._meters.limited.inc()
                raise
            except Refused:
                outcome = "refused"
                raise
            finally:
                self._meters.delivered.labels(act=str(letter.act), outcome=outcome).inc()
        return sent

    def find(self, letter: Letter, after: str | None) -> Sent | None:
        """Look for it. Raises TryLater or Refused."""
        return self._sender.find(letter, after)
