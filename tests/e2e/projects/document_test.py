"""The AI Gateway proxy's document as it stands: each curl line and its JavaScript client, verbatim but for host, key and ids."""

import json
import re
import shutil
import subprocess
import unittest

import tenants
from harness.paths import SHARED_DATA
from tenants import keys_seen

DOCUMENT = SHARED_DATA / "requirements/ai-gateway-proxy.md"
HOST = "http://localhost:3007"


def blocks(language):
    """The code blocks of one language, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(), re.S)


def commands():
    """Every curl command of the document."""
    found = []
    for block in blocks("bash"):
        block = re.sub(r"(?m)^\s*#.*$", "", block)
        found += [command.strip() for command in re.findall(r"(?s)curl .*?(?=\n\s*\n|\Z)", block)]
    return found


def shape(value):
    """Field names and types, to compare an answer with what the document shows."""
    if isinstance(value, dict):
        return {name: shape(member) for name, member in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def holds(answer, shown, path=""):
    """What the document shows is there; more may be."""
    if isinstance(shown, dict):
        return [wrong for name in shown for wrong in
                (holds(answer[name], shown[name], f"{path}.{name}") if isinstance(answer, dict) and name in answer else [f"{path}.{name}"])]
    if isinstance(shown, list):
        return holds(answer[0], shown[0], path + "[]") if answer else [path + "[]"]
    return [] if answer == shown else [f"{path}: {answer}"]


@unittest.skipUnless(DOCUMENT.is_file(), f"{DOCUMENT} is not here")
class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = tenants.gateway()
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver
        made = cls.beaver.call("POST", "/api/v1/projects", {"name": "My App", "openaiKey": "sk-your-openai-key"})
        if made.status != 201:
            raise AssertionError(made.body)
        cls.key = made.json()["data"]["apiKey"]

    def run_command(self, command):
        for told, real in ((HOST, self.beaver.base), ("YOUR_API_KEY", self.key), ("ADMIN_API_KEY", self.key)):
            command = command.replace(told, real)
        done = subprocess.run(["bash", "-c", command.replace("curl ", "curl -sS ", 1)], capture_output=True, text=True, timeout=30,
                              stdin=subprocess.DEVNULL, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        self.assertIs(answer["success"], True, answer)
        return answer["data"]

    @unittest.skipUnless(shutil.which("curl"), "there is no curl here")
    def test_every_curl_line(self):
        found = commands()
        self.assertEqual(len(found), 7, found)
        for command in found:
            with self.subTest(command.splitlines()[0]):
                data = self.run_command(command)
                if "projects/api-keys" in command:
                    self.assertEqual((data["name"], data["dailyBudget"], data["monthlyBudget"]), ("Limited Key", 5, 50))
                    limited = self.beaver.call("GET", "/api/v1/usage/budget", key=data["key"]).json()["data"]
                    self.assertEqual((limited["daily"]["limit"], limited["monthly"]["limit"]), (5, 50))
                elif "/projects" in command:
                    self.assertEqual((data["name"], data["providers"]), ("My App", ["openai"]))
                elif "/chat" in command:
                    shown = json.loads(blocks("json")[0])["data"]
                    self.assertEqual(holds(shape(data), shape(shown)), [])
                    self.assertEqual(data["model"], "gpt-4o-mini")
                    self.assertEqual(keys_seen(self.gateway.upstream), ["sk-your-openai-key"])
                elif "/embeddings" in command:
                    self.assertEqual(data["data"][0]["object"], "embedding")
                    self.assertGreater(data["usage"]["promptTokens"], 0)
                elif "stats" in command:
                    self.assertEqual(data["days"], 30)

    @unittest.skipUnless(shutil.which("node"), "there is no node here")
    def test_the_javascript_client(self):
        script = blocks("javascript")[0].replace(HOST, self.beaver.base).replace("your_api_key", self.key)
        script += "\nconst vector = await ai.embed('Hello, world!');\nconsole.log(vector.data[0].embedding.length > 0);\n"
        done = subprocess.run(["node", "--input-type=module"], input=script, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        said, cost, embedded = done.stdout.rstrip("\n").rsplit("\n", 2)
        self.assertTrue(said)
        self.assertRegex(cost, r"^Cost: \$[0-9.e-]+, Cached: false$")
        self.assertEqual(embedded, "true")

    def test_the_second_question_is_answered_from_the_cache(self):
        body = {"messages": [{"role": "user", "content": "the same twice"}], "cacheTtl": 60, "metadata": {"purpose": "test"}}
        first, second = (self.beaver.call("POST", "/api/v1/completions/chat", body, self.key).json()["data"] for _ in range(2))
        self.assertEqual((first["cached"], second["cached"]), (False, True))
        self.assertEqual(first["choices"], second["choices"])
        self.assertEqual(second["cost"], 0)
        self.assertGreater(first["cost"], 0)
        anew = self.beaver.call("POST", "/api/v1/completions/chat", body | {"cache": False}, self.key).json()["data"]
        self.assertFalse(anew["cached"])

    def test_every_model_of_its_table_is_known(self):
        rows = re.findall(r"^\| ([a-z0-9.-]+) \| (OpenAI|Anthropic) \|", DOCUMENT.read_text(), re.M)
        self.assertEqual(len(rows), 7)
        for model, _ in rows:
            answer = self.beaver.call("GET", f"/v1/models/{model}", key=self.beaver.login())
            known = self.beaver.rows("SELECT 1 FROM models WHERE id = ?1 UNION SELECT 1 FROM model_aliases WHERE alias = ?1", model)
            self.assertTrue(known or answer.status == 200, model)

    def test_errors_have_its_form(self):
        for method, path, body, key, status, code in (
                ("POST", "/api/v1/completions/chat", {"messages": []}, None, 401, "INVALID_API_KEY"),
                ("POST", "/api/v1/completions/chat", {"model": "gpt-4o-mini"}, self.key, 400, "INVALID_REQUEST_ERROR"),
                ("POST", "/api/v1/completions/chat", {"messages": [{"role": "user", "content": "x"}], "cacheTtl": 5}, self.key, 400, None),
                ("POST", "/api/v1/completions/chat", {"messages": [{"role": "user", "content": "x"}], "model": "nobody"}, self.key, 404,
                 "MODEL_NOT_FOUND"),
                ("POST", "/api/v1/projects", {}, None, 400, None),
                ("POST", "/api/v1/projects", {"name": "x", "openaiKey": "short"}, None, 400, None),
                ("GET", "/api/v1/usage/stats?days=0", None, self.key, 400, None)):
            answer = self.beaver.call(method, path, body, key)
            self.assertEqual(answer.status, status, answer.body)
            self.assertIs(answer.json()["success"], False)
            self.assertEqual(set(answer.json()["error"]), {"code", "message"})
            if code and code != "INVALID_REQUEST_ERROR":
                self.assertEqual(answer.json()["error"]["code"], code)

    def test_usage_adds_up(self):
        made = self.beaver.call("POST", "/api/v1/projects", {"name": "counted", "openaiKey": "sk-counted-key-1234"}).json()["data"]
        key = made["apiKey"]
        body = {"messages": [{"role": "user", "content": "count me"}]}
        costs = [self.beaver.call("POST", "/api/v1/completions/chat", body, key).json()["data"]["cost"] for _ in range(2)]
        stats = self.beaver.call("GET", "/api/v1/usage/stats?days=7", key=key).json()["data"]
        self.assertEqual((stats["totalRequests"], stats["cachedRequests"], stats["totalCost"]), (2, 1, sum(costs)))
        total = self.beaver.call("GET", "/api/v1/usage/costs", key=key).json()["data"]
        self.assertEqual((total["totalCost"], total["ownKeysCost"], total["chargedCost"]), (sum(costs), sum(costs), 0))

    def test_keys_are_listed_and_removed_by_who_may(self):
        made = self.beaver.call("POST", "/api/v1/projects/api-keys", {"name": "short-lived"}, self.key).json()["data"]
        listed = self.beaver.call("GET", "/api/v1/projects/api-keys", key=self.key)
        self.assertIn(made["id"], [key["id"] for key in listed.json()["data"]])
        self.assertNotIn(made["key"].encode(), listed.body)
        self.assertEqual(self.beaver.call("GET", "/api/v1/projects/api-keys", key=made["key"]).status, 403)
        self.assertEqual(self.beaver.call("DELETE", f"/api/v1/projects/api-keys/{made['id']}", key=self.key).status, 200)
        self.assertEqual(self.beaver.call("GET", "/api/v1/usage/budget", key=made["key"]).status, 401)


class Registration(unittest.TestCase):
    def test_closed_registration_makes_no_projects(self):
        with tenants.gateway(BEAVER_REGISTRATION="closed") as gateway:
            answer = gateway.beaver.call("POST", "/api/v1/projects", {"name": "x"})
            self.assertEqual((answer.status, answer.json()["error"]["code"]), (403, "REGISTRATION_CLOSED"))

    def test_an_address_makes_only_so_many(self):
        with tenants.gateway(BEAVER_REGISTRATIONS_PER_HOUR="2") as gateway:
            answers = [gateway.beaver.call("POST", "/api/v1/projects", {"name": "x"}) for _ in range(3)]
            self.assertEqual([answer.status for answer in answers], [201, 201, 429])
            self.assertIn("retry-after", answers[2].headers)


if __name__ == "__main__":
    unittest.main()
