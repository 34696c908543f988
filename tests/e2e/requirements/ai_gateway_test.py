"""ai-gateway-proxy.md: its curl lines, its answer, its client and its models, as they stand."""

import re
import shutil
import subprocess
import unittest

import documents
from case import DocumentCase, case


class AiGatewayDocument(DocumentCase):
    document = "ai-gateway-proxy"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rich = cls.world.account(balance=10)

    def setUp(self):
        self.need("POST", "/api/v1/projects")

    @case("curl/1", "curl/7")
    def test_a_project_and_a_limited_key(self):
        made = self.curl(1, status=201)
        self.assertTrue(made["success"])
        key = self.curl(7, {"ADMIN_API_KEY": made["data"]["apiKey"]}, status=201)["data"]
        self.assertEqual((key["name"], key["dailyBudget"], key["monthlyBudget"]), ("Limited Key", 5, 50))

    @case("curl/2", "answer/1")
    def test_a_chat(self):
        answer = self.curl(2, {"YOUR_API_KEY": self.rich["key"]})
        self.assertShown("answer", 1, answer)
        usage = answer["data"]["usage"]
        self.assertEqual(usage["promptTokens"] + usage["completionTokens"], usage["totalTokens"])
        self.assertFalse(answer["data"]["cached"])
        again = self.curl(2, {"YOUR_API_KEY": self.rich["key"]})["data"]
        self.assertTrue(again["cached"])
        self.assertEqual(again["choices"], answer["data"]["choices"])

    @case("curl/3")
    def test_embeddings(self):
        self.assertTrue(self.curl(3, {"YOUR_API_KEY": self.rich["key"]})["success"])

    @case("curl/4", "curl/5", "curl/6")
    def test_usage_and_costs(self):
        for number in (4, 5, 6):
            self.assertTrue(self.curl(number, {"YOUR_API_KEY": self.rich["key"]})["success"])

    @case("code/1")
    @unittest.skipUnless(shutil.which("node"), "Node.js isn't installed")
    def test_the_client(self):
        code = self.item("code", 1).text.replace("http://localhost:3007", self.world.beaver.base).replace("your_api_key", self.rich["key"])
        code += "\nconst embedded = await ai.embed('Hello');\nif (!embedded) throw new Error('no embedding');\n"
        done = subprocess.run(["node", "--input-type=module", "-e", code], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"Cost: \$[\d.e-]+, Cached: (true|false)")

    def test_the_supported_models_are_found(self):
        named = re.findall(r"^\| ([\w.-]+) \| (?:OpenAI|Anthropic) \|", documents.read(self.document), re.M)
        self.assertEqual(len(named), 7)
        for name in named:
            self.ask("GET", f"/v1/models/{name}", key=self.rich["key"])

    def test_nothing_is_left_out(self):
        self.check_nothing_is_left_out({})


if __name__ == "__main__":
    unittest.main()
