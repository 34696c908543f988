"""What one provider keeps (caches, files, conversations, containers) can't be had from another: such a call stays with its own."""

import unittest

from harness.asked import AskedGateway

FILE = "https://generativelanguage.googleapis.com/v1beta/files/abc"
KEPT = {  # surface → (own provider, another, [(field that is named, what the body has more)])
    "gemini": ("google", "anthropic", [
        ("cachedContent", {"cachedContent": "cachedContents/abc"}),
        ("cachedContent", {"cached_content": "cachedContents/abc"}),
        ("contents[1].parts[0].fileData.fileUri",
         {"contents": [{"role": "user", "parts": [{"fileData": {"fileUri": FILE, "mimeType": "application/pdf"}}]}]})]),
    "messages": ("anthropic", "openai", [
        ("container", {"container": "container_011"}),
        ("container", {"container": {"id": "container_011"}}),
        ("messages.1.content.0.source.file_id",
         {"messages": [{"role": "user", "content": [{"type": "document", "source": {"type": "file", "file_id": "file_011"}}]}]})]),
    "responses": ("openai", "google", [
        ("conversation", {"conversation": "conv_1"}),
        ("prompt", {"prompt": {"id": "pmpt_1"}})]),
}
NAMES = {"gemini": "contents", "messages": "messages"}


class Kept(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        models = {f"own-{surface}": own for surface, (own, _, _) in KEPT.items()} | {f"other-{surface}": other for surface, (_, other, _) in KEPT.items()}
        cls.gateway = AskedGateway(models, BEAVER_HEALTH_INTERVAL_S="0")
        cls.addClassCleanup(cls.gateway.close)
        for surface, (_, other, _) in KEPT.items():
            model = f"own-{surface}"
            cls.gateway.beaver.admin("PATCH", f"/admin/endpoints/{cls.gateway.endpoints[model]}", {"priority": 1})
            cls.gateway.add_endpoint(model, other)

    def tearDown(self):
        self.gateway.beaver.assert_balanced()

    def ask(self, surface, model, behaviour, more):
        body = self.gateway.request(surface, model, behaviour)
        listed = NAMES.get(surface)
        if listed in more:
            body[listed] = body[listed] + more[listed]
        else:
            body |= more
        return self.gateway.call(surface, body, model=model)

    def rows(self):
        return [(surface, field, more) for surface, (_, _, rows) in KEPT.items() for field, more in rows]

    def test_its_own_provider_gets_it(self):
        for surface, field, more in self.rows():
            with self.subTest(surface=surface, field=field):
                tag = self.gateway.tag()
                answer = self.ask(surface, f"own-{surface}", f"ok;tag={tag}", more)
                self.assertEqual(answer.status, 200, answer.body)
                self.assertIn(next(iter(more)), self.gateway.upstream_request(tag))

    def test_another_is_not_asked_when_that_fails(self):
        for surface, field, more in self.rows():
            with self.subTest(surface=surface, field=field):
                answer = self.ask(surface, f"own-{surface}", "503", more)
                self.gateway.rest_no_more(f"own-{surface}")
                self.assertIn(answer.status, (502, 503), answer.body)
                first, second = self.gateway.receipt(answer)["attempts"]
                self.assertEqual((first["status"], second["reason"]), (503, "not_expressible"))
                self.assertIn(field, second["detail"])

    def test_where_only_another_serves_the_model_the_field_is_named(self):
        for surface, field, more in self.rows():
            with self.subTest(surface=surface, field=field):
                answer = self.ask(surface, f"other-{surface}", "ok", more)
                self.assertEqual(answer.status, 400, answer.body)
                self.assertIn(f"'{field}'", answer.json()["error"]["message"])


if __name__ == "__main__":
    unittest.main()
