"""Commands in plain words are told from answers, in either language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.commands import LONGEST, command_in
from prompts.catalog import catalog, languages

TOLD = {
    "back": (
        "could we go back one?",
        "Can you go back, please",
        "go back one question please",
        "let's go back",
        "go bakc one",
        "I'd like to change my last answer",
        "sorry, undo that",
        "¿Podemos volver a la pregunta anterior?",
        "volvamos atrás, por favor",
        "perdón, una atrás",
        "volver a la pregunta anteroir",
        "quiero cambiar mi última respuesta",
    ),
    "why": (
        "why are you asking me that?",
        "y eso para qué?",
        "why do you want to know that",
        "Why do you need to know?",
        "sorry, why are you asking this?",
        "¿Por qué quieres saber eso?",
        "¿y para qué es esto?",
        "pero por qué importa",
    ),
    "skip": (
        "pass on this one",
        "la que sigue",
        "sáltatela",
        "skip this one please",
        "Skip this question, thanks.",
        "can we skip this one?",
        "could you please skip this one, thanks",
        "I'd rather not answer",
        "next question plz",
        "¿podemos saltar esta?",
        "salta esta pregunta porfa",
        "la siguiente, por favor",
        "prefiero no contestar",
    ),
    "pause": (
        "brb",
        "in a meeting now",
        "can we do this tmrw?",
        "luego le sigo",
        "al rato seguimos",
        "ahorita no puedo",
        "let's continue tomorrow",
        "can we take a break?",
        "puase",
        "stop for today",
        "seguimos mañana",
        "ahora no puedo, gracias",
        "stop here please",
        "let's take a break and go on tomorrow",
        "give me a minute",
        "can I answer later?",
        "ok, that's enough for today, thanks",
        "paramos aqui por hoy",
        "dejalo para mañana",
        "¿puedo responder más tarde?",
        "hagamos una pausa, por favor",
    ),
    "left": (
        "how long is this gonna take",
        "¿cuánto falta?",
        "cuanto falta para terminar",
        "¿Falta mucho todavía?",
        "how long does it still take?",
        "hey, how many more questions are there?",
        "how much logner",
        "are we nearly done?",
    ),
    "hand": ("could you ask someone else please", "let somebody else answer", "mejor que responda otra persona"),
    "give_back": ("sorry, that's not my question", "perdón, esta no es mi pregunta"),
    "resume": ("im back", "síguele", "ok, let's go on", "let us continue", "ya estoy de vuelta"),
    "answers": (
        "can I see my answers?",
        "show me the answers again",
        "muéstrame las respuestas",
        "I want to change an earlier answer",
        "change my first answer",
        "can I correct one of my answers, please?",
        "sorry, I made a mistake",
        "quiero cambiar una respuesta",
        "cambiar una respuesta anterior",
        "quiero corregir la primera respuesta",
        "perdón, me equivoqué",
    ),
    "show": ("could we see the verdict?", "muéstrame el veredicto ya"),
    "help": ("what can you do?", "ok, how does this work?", "¿cómo funciona esto?"),
    "stop": ("stop please", "para, por favor"),
    "break_off": (
        "can we end this?",
        "ya no quiero seguir",
        "Could we stop?",
        "can we stop here please",
        "ok, let's stop here for a minute",
        "sorry, I'd like to stop now",
        "¿podemos parar?",
        "perdón, ¿podemos parar aquí?",
        "bueno, lo dejamos aquí",
    ),
}

ANSWERS = (
    "don't stop it",
    "we paused it in march",
    "skip the line, they say",
    "paso a paso",
    "para nada",
    "ya paramos el piloto",
    "stop the bot at 5pm",
    "not now, in january",
    "we go back to the old way",
    "a few people tried it and then went back",
    "they went back to the old way",
    "it comes back to us",
    "someone types it back into the ERP",
    "we get to it later",
    "later in the day somebody notices",
    "someone came across it later, by chance",
    "not now, but it was planned",
    "late",
    "alert",
    "that is why we stopped",
    "nobody knows why",
    "why it was chosen, I could not say",
    "we stop it by hand every night",
    "we want to stop it",
    "we wanted to stop here",
    "can we stop it from writing twice",
    "stop the line when it happens",
    "it stopped working twice",
    "they skip this step now",
    "people skip it",
    "skip the ERP, it goes to a sheet",
    "we pass it on to finance",
    "it passes",
    "somebody else's budget",
    "someone else in finance answers for it",
    "ask Marta, she keeps the list",
    "we ask the vendor",
    "next week, maybe",
    "they stop here",
    "nobody had time for it",
    "they leave it for tomorrow",
    "it answers later",
    "give or take a minute",
    "lo dejan para mañana",
    "responden más tarde",
    "otro día se ve",
    "the next one after that is in March",
    "the project is paused",
    "paused, with no date",
    "it takes a break at night",
    "we continue with the pilot",
    "they help each other",
    "help desk",
    "how long it takes nobody has measured",
    "nobody has the answers",
    "they change the answer by hand",
    "we have to correct one answer in ten",
    "somebody made a mistake",
    "it was a mistake",
    "cambian la respuesta a mano",
    "corrigen una respuesta de cada diez",
    "the answer lands in a mail",
    "no verdict so far",
    "nearly always",
    "almost never done",
    "what is left goes to the order desk",
    "nobody in particular",
    "volvieron a lo de antes",
    "vuelven a la hoja de siempre",
    "lo anterior quedó en una hoja",
    "siguen con la hoja",
    "sigue en la bandeja de entrada",
    "más tarde alguien lo encuentra",
    "más tarde",
    "la persona que sigue es Marta",
    "por qué se eligió no lo sé",
    "porque lo pidió ventas",
    "para pedidos urgentes",
    "para todo el equipo",
    "se detiene cada noche",
    "lo dejamos en la hoja",
    "podemos parar la línea",
    "pasa por tres personas",
    "paso uno: alguien lo revisa",
    "falta mucho detalle en los datos",
    "falta el visto bueno de seguridad",
    "las respuestas se copian a mano",
    "otra persona lo teclea",
    "la siguiente revisión es en marzo",
    "ayuda a ventas",
    "nada",
)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("command", "text"), [(name, text) for name, every in TOLD.items() for text in every])
def test_a_command_in_plain_words(command: str, text: str, language: str) -> None:
    """Politeness, signs and a slip of the fingers around a command change nothing, whatever language it is held in."""
    assert command_in(catalog(language), text) == command


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_that_looks_like_a_command(text: str) -> None:
    """A text that only contains or resembles a command's words is an answer."""
    assert command_in(catalog(), text) is None


@pytest.mark.parametrize("language", languages())
def test_no_option_is_a_command(language: str) -> None:
    """What names an option, by its text or its button, is never taken for a command."""
    texts = catalog(language)
    names = [
        name
        for question in texts.questions.values()
        for option in question.options.values()
        for name in (option.text, option.label)
    ]
    assert [name for name in names if command_in(texts, name)] == []


@pytest.mark.parametrize("language", languages())
def test_every_wording_is_its_own_command(language: str) -> None:
    """No wording stands for two commands, and none is hidden by another one."""
    texts = catalog(language)
    wrong = {
        wording: found
        for command, wordings in texts.words.commands.items()
        for wording in wordings
        if (found := command_in(texts, wording)) != command
    }
    assert wrong == {}


@pytest.mark.parametrize("language", languages())
def test_politeness_alone_is_no_command(language: str) -> None:
    """Nothing is left of a text that is only polite."""
    words = catalog(language).words
    assert {command_in(catalog(language), phrase) for phrase in words.polite_before | words.polite_after} == {None}


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed, reading it ends, and what is too long for a command is none."""
    found = command_in(catalog(), text)
    assert found is None or len(text) <= LONGEST
