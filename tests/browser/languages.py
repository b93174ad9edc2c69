"""What a whole diagnosis leads somebody past on the page, and what they type, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.playground.replay.case import Reply, read_case

CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One language: who starts, who takes the actions, and the words on the page and in the messages, in their order.

    `words` are typed where the replayed conversation `told`, which has the rest, does it in several steps.
    """

    starter: str
    owner: str
    pilots: tuple[str, str]
    message: str
    form: str
    pilot: str
    time: str
    minutes: str
    lead: str
    begin: str
    unknown: str
    show: str
    found: str
    post: str
    days: str
    changes: str
    replies: str
    take_all: str
    taken: str
    monday: str
    direct: str
    week: str
    under_way: str
    told: str
    words: Mapping[str, Reply]
    otherwise: Reply

    @cached_property
    def typed(self) -> Mapping[str, Reply]:
        """What to type by question, with the option that it is to be read as where that is not a figure."""
        return {**read_case(CASES / self.told).answers, **self.words}


ENGLISH = Screen(
    starter="Olivia",
    owner="Tomasz",
    pilots=("order intake agent", "delivery note reader"),
    message="Message",
    form="Why is it stuck?",
    pilot="Which pilot is it?",
    time="How much time is there?",
    minutes="15 minutes",
    lead="Technical lead",
    begin="Start",
    unknown="I don't know",
    show="Show the verdict",
    found="What I found about {}",
    post="Post the plan",
    days="30 days to production",
    changes="Three changes first",
    replies="replies",
    take_all="I take all",
    taken="Taken by",
    monday="Monday 9:00",
    direct="Direct message with Unstick",
    week="Week {} of {}",
    under_way="Under way",
    told="typed_in_english.yaml",
    words={
        "output_path": Reply(say="it lands in a sheet and someone types it over", option="retyped"),
        "number_moves": Reply(say="I could not name anybody", option="nobody"),
        "volume_week": Reply(say="about 200 a week"),
    },
    otherwise=Reply(say="I don't know", option="unknown"),
)
SPANISH = Screen(
    starter="Lucía",
    owner="Martín",
    pilots=("agente de pedidos", "lector de albaranes"),
    message="Mensaje",
    form="¿Por qué está atascado?",
    pilot="¿Qué piloto es?",
    time="¿Cuánto tiempo hay?",
    minutes="15 minutos",
    lead="Responsable de la parte técnica",
    begin="Empezar",
    unknown="No sé",
    show="Ver el veredicto",
    found="Lo que encontré sobre {}",
    post="Publicar el plan",
    days="30 días hasta producción",
    changes="Tres cambios primero",
    replies="respuestas",
    take_all="Tomo las",
    taken="Lo tomó",
    monday="Lunes 9:00",
    direct="Mensaje directo con Unstick",
    week="Semana {} de {}",
    under_way="En camino",
    told="typed_in_spanish.yaml",
    words={
        "output_path": Reply(say="no se escribe en ningún sistema, alguien lo copia a mano", option="retyped"),
        "volume_week": Reply(say="unos 200 por semana"),
    },
    otherwise=Reply(say="no sé", option="unknown"),
)
