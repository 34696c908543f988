"""German is complete: every text has its translation, with the same placeholders."""

import re
import unittest
import xml.etree.ElementTree

import table

PLACEHOLDER = re.compile(r"%(?:\d|n)|\{[a-z]+\}")


def messages(language):
    file = table.ROOT / "qml" / "i18n" / f"beaver_{language}.ts"
    for context in xml.etree.ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            yield context.find("name").text, message.find("source").text or "", forms, translation.get("type")


class Translations(unittest.TestCase):
    def test_nothing_is_left_to_translate(self):
        for language in ("de", "en"):
            for context, source, forms, kind in messages(language):
                with self.subTest(language=language, context=context, source=source):
                    self.assertNotEqual(kind, "unfinished")
                    self.assertTrue(all(forms))

    def test_placeholders_are_the_same(self):
        for context, source, forms, _ in messages("de"):
            for form in forms:
                with self.subTest(context=context, source=source):
                    self.assertEqual(sorted(PLACEHOLDER.findall(source)), sorted(PLACEHOLDER.findall(form)))


if __name__ == "__main__":
    unittest.main()
