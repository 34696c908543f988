"""Endpoints, models and aliases as an administrator manages them: changes take effect at once, secrets never come back."""

import unittest

from harness.beaver import Beaver, beaver_process

CANARY = "sk-canary-0123456789-abcd"
PRICES = {"input": 0.15, "output": 0.60}


class Endpoints(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = beaver_process.FaultyUpstream()
        cls.addClassCleanup(cls.upstream.process.kill)
        cls.beaver = Beaver(OPENAI_API_KEY="sk-environment-canary-wxyz", OPENAI_BASE_URL=cls.upstream.url("ok"),
                            BEAVER_HEALTH_INTERVAL_S="0")
        cls.addClassCleanup(cls.beaver.close)
        cls.beaver.start()
        cls.account = cls.beaver.account()

    def create(self, called, /, expect=(201,), **more):
        body = {"name": called, "provider": "custom", "base_url": self.upstream.url("ok"), "credential": CANARY,
                "models": ["own-*"]} | more
        return self.beaver.admin("POST", "/admin/endpoints", body, expect=expect)

    def created(self, name, **more):
        endpoint = self.create(name, **more)
        self.addCleanup(self.beaver.admin, "DELETE", f"/admin/endpoints/{endpoint['id']}", expect=(200, 404))
        return endpoint

    def model(self, name, **more):
        made = self.beaver.admin("POST", "/admin/models",
                                 {"id": name, "provider": "custom", "list_prices": PRICES, "context_length": 8192,
                                  "max_output_tokens": 1024} | more)
        self.addCleanup(self.beaver.admin, "PATCH", f"/admin/models/{name}", {"is_active": False})
        return made

    def chat(self, model):
        return self.beaver.complete(self.account, model)

    def path(self, endpoint, more=""):
        return f"/admin/endpoints/{endpoint['id']}{more}"

    # What there is

    def test_the_environments_endpoints_are_there_under_fixed_ids(self):
        endpoints = {each["id"]: each for each in self.beaver.admin("GET", "/admin/endpoints")["data"]}
        self.assertEqual(endpoints["end_openai"]["source"], "env")
        self.assertEqual(endpoints["end_openai"]["credential_preview"], "…wxyz")
        self.assertIn("end_simulated", endpoints)

    def test_providers_show_their_endpoints_and_health(self):
        providers = {each["name"]: each for each in self.beaver.admin("GET", "/admin/providers")["data"]}
        self.assertLessEqual({"openai", "anthropic", "google", "deepseek", "perplexity", "xai", "openrouter", "litellm", "custom",
                              "simulated"}, providers.keys())
        self.assertEqual([each["id"] for each in providers["openai"]["endpoints"]], ["end_openai"])
        self.assertEqual(providers["anthropic"]["dialect"], "anthropic")
        self.assertIsNone(providers["anthropic"]["state"])

    # Create, change, delete

    def test_an_own_model_on_an_own_server_is_called_at_once_and_charged(self):
        self.model("own-llama", upstream_model="llama3.2:1b")
        self.assertNotEqual(self.chat("own-llama").status, 200, "nobody serves it yet")
        endpoint = self.created("Ollama")
        self.upstream.reset()
        answer = self.chat("own-llama")
        self.assertEqual(answer.status, 200, answer)
        self.assertIn(b'"llama3.2:1b"', self.upstream.request_body())
        receipt = self.beaver.settled_receipt(self.account, answer.headers["x-request-id"])
        self.assertGreater(receipt["cost"], 0)
        self.assertEqual(receipt["endpoint"], endpoint["id"])
        listed = self.beaver.call("GET", "/v1/models", key=self.account.key).json()["data"]
        self.assertIn("own-llama", [model["id"] for model in listed])

    def test_a_free_model_costs_nothing(self):
        self.created("Ollama free")
        made = self.beaver.admin("POST", "/admin/models", {"id": "own-free", "provider": "custom", "free": True})
        self.assertEqual(made["price_state"], "free")
        answer = self.chat("own-free")
        self.assertEqual(answer.status, 200)
        self.assertEqual(self.beaver.settled_receipt(self.account, answer.headers["x-request-id"])["cost"], 0)

    def test_a_pause_takes_effect_at_once_and_a_resume_too(self):
        self.model("own-paused")
        endpoint = self.created("Pausing", models=["own-paused"])
        for word, status in (("pause", 503), ("resume", 200), ("drain", 503), ("resume", 200)) * 3:
            shown = self.beaver.admin("POST", self.path(endpoint, "/" + word))
            self.assertEqual(shown["status"], {"pause": "paused", "drain": "draining", "resume": "active"}[word])
            # Connections land on every loop.
            for _ in range(6):
                self.assertEqual(self.chat("own-paused").status, status, word)

    def test_a_changed_address_and_key_are_used_at_once(self):
        self.model("own-moving")
        endpoint = self.created("Moving", models=["own-moving"], base_url=self.upstream.url("500"))
        self.assertGreaterEqual(self.chat("own-moving").status, 500)
        changed = self.beaver.admin("PATCH", self.path(endpoint), {"base_url": self.upstream.url("ok")})
        self.assertEqual(changed["base_url"], self.upstream.url("ok"))
        for _ in range(4):
            self.assertEqual(self.chat("own-moving").status, 200)

    def test_a_mapping_names_the_model_as_the_server_does(self):
        endpoint = self.created("Mapping", provider="litellm", models=[{"model": "gpt-4o-*", "upstream_model": "azure/gpt-4o-*"}],
                                priority=1)
        self.upstream.reset()
        self.assertEqual(self.chat("gpt-4o-mini").status, 200)
        self.assertIn(b'"azure/gpt-4o-mini"', self.upstream.request_body())
        self.assertEqual(endpoint["models"], [{"model": "gpt-4o-*", "upstream_model": "azure/gpt-4o-*"}])

    def test_deleting_ends_it_and_the_environments_stay(self):
        self.model("own-gone")
        endpoint = self.create("Short-lived", models=["own-gone"])
        self.assertEqual(self.chat("own-gone").status, 200)
        self.assertEqual(self.beaver.admin("DELETE", self.path(endpoint)), {"id": endpoint["id"], "deleted": True})
        self.assertNotEqual(self.chat("own-gone").status, 200)
        self.beaver.admin("GET", self.path(endpoint), expect=(404,))
        self.beaver.admin("DELETE", "/admin/endpoints/end_openai", expect=(409,))

    def test_endpoints_outlive_a_restart(self):
        endpoint = self.created("Lasting", weight=7, region="eu-west", headers={"X-Team": "one"}, timeouts={"connect_ms": 900})
        self.beaver.admin("PATCH", "/admin/endpoints/end_openai", {"priority": 50})
        self.beaver.terminate()
        self.beaver.start()
        kept = self.beaver.admin("GET", self.path(endpoint))
        for field in ("weight", "region", "headers", "timeouts", "credential_preview", "base_url", "models"):
            self.assertEqual(kept[field], endpoint[field], field)
        self.assertEqual(self.beaver.admin("GET", "/admin/endpoints/end_openai")["priority"], 50)
        self.beaver.admin("PATCH", "/admin/endpoints/end_openai", {"priority": 100})

    # What is refused

    def test_a_wrong_field_is_named(self):
        for field, wrong in (("name", ""), ("provider", "nobody"), ("base_url", "ftp://host"), ("base_url", "http://me:pw@host/v1"),
                             ("base_url", "http://169.254.169.254/"), ("credential", "two words"), ("models", ["a b"]),
                             ("models", "gpt"), ("priority", -1), ("weight", "much"), ("max_concurrency", 1.5),
                             ("queue_length", 10**9), ("headers", {"Authorization": "x"}), ("headers", []),
                             ("timeouts", {"never": 1}), ("status", "asleep"), ("unheard_of", 1)):
            with self.subTest(field, wrong=wrong):
                error = self.create("Wrong", expect=(400,), **{field: wrong})["error"]
                self.assertEqual(error["param"], field, error)
        self.created("Twice")
        self.assertEqual(self.create("Twice", expect=(409,))["error"]["param"], "name")

    def test_a_key_does_not_follow_to_another_server(self):
        endpoint = self.created("Faithful")
        error = self.beaver.admin("PATCH", self.path(endpoint), {"base_url": "http://127.0.0.1:9/v1"}, expect=(400,))["error"]
        self.assertEqual(error["param"], "credential")

    def test_only_administrators_change_and_only_roles_see(self):
        for method, path in (("GET", "/admin/endpoints"), ("POST", "/admin/endpoints"), ("DELETE", "/admin/endpoints/end_openai"),
                             ("POST", "/admin/endpoints/end_openai/pause"), ("GET", "/admin/providers"), ("POST", "/admin/models"),
                             ("POST", "/admin/model-aliases"), ("GET", "/api/admin/servers"), ("POST", "/api/admin/health")):
            body = {} if method == "POST" else None
            self.assertEqual(self.beaver.call(method, path, body).status, 401, path)
            self.assertEqual(self.beaver.call(method, path, body, self.account.key).status, 403, path)

    # Secrets

    def test_a_credential_is_shown_nowhere(self):
        endpoint = self.created("Secretive", base_url=self.upstream.url("401"), models=["own-secret"])
        self.model("own-secret")
        shown = [self.beaver.admin("GET", path) for path in
                 ("/admin/endpoints", self.path(endpoint), "/admin/providers", "/api/admin/servers", "/api/admin/health")]
        shown.append(self.beaver.admin("PATCH", self.path(endpoint), {"credential": CANARY}))
        shown.append(self.beaver.admin("POST", self.path(endpoint, "/check"), {}))
        shown.append(self.beaver.admin("POST", self.path(endpoint, "/check"), {"model": "own-secret"}))
        shown.append(self.chat("own-secret").body)
        shown.append(self.beaver.process.output())
        for text in map(str, shown):
            self.assertNotIn(CANARY, text)
            self.assertNotIn("sk-environment-canary-wxyz", text)
        self.assertEqual(endpoint["credential_preview"], "…abcd")
        for file in self.beaver.folder.glob("beaver.db*"):
            data = file.read_bytes() if file.is_file() else b""
            for canary in (CANARY, "sk-environment-canary-wxyz"):
                self.assertNotIn(canary.encode(), data, file)

    def test_each_change_leaves_an_audit_line(self):
        endpoint = self.created("Audited")
        self.beaver.admin("PATCH", self.path(endpoint), {"weight": 3})
        self.beaver.admin("POST", self.path(endpoint, "/pause"))
        rows = self.beaver.rows("SELECT action, before_json, after_json, actor FROM audit_log WHERE subject = ? ORDER BY id",
                                endpoint["id"])
        self.assertEqual([row[0] for row in rows], ["endpoint.create", "endpoint.change", "endpoint.pause"])
        self.assertTrue(all(row[3].startswith("acc_") for row in rows))
        self.assertIn('"weight":3', rows[1][2])

    # Checks

    def test_a_check_asks_what_costs_nothing(self):
        endpoint = self.created("Checked")
        self.upstream.reset()
        result = self.beaver.admin("POST", self.path(endpoint, "/check"), {})
        self.assertTrue(result["ok"], result)
        seen = self.upstream.stats()["last_requests"]
        self.assertEqual([(each["method"], each["path"].rsplit("/v1", 1)[1]) for each in seen], [("GET", "/models")])
        health = self.beaver.admin("GET", self.path(endpoint))["health"]
        self.assertEqual((health["state"], health["check"]["ok"]), ("healthy", True))

    def test_a_litellm_server_is_asked_for_its_readiness_never_its_health(self):
        endpoint = self.created("Proxy", provider="litellm")
        self.upstream.reset()
        self.assertTrue(self.beaver.admin("POST", self.path(endpoint, "/check"))["ok"])
        self.assertEqual([each["path"].split("/", 2)[2] for each in self.upstream.stats()["last_requests"]],
                         ["health/readiness", "v1/models"])

    def test_a_check_tells_what_is_wrong(self):
        for behaviour, kind in (("500", "down"), ("401", "down"), ("404", "healthy")):
            with self.subTest(behaviour):
                endpoint = self.created("Broken " + behaviour, base_url=self.upstream.url(behaviour))
                result = self.beaver.admin("POST", self.path(endpoint, "/check"), {})
                self.assertEqual(result["status"], int(behaviour))
                self.assertEqual(result["ok"], kind == "healthy")
                self.assertEqual(self.beaver.admin("GET", self.path(endpoint))["health"]["state"], kind)
        endpoint = self.created("Nobody", base_url=self.upstream.refusing + "/v1")
        self.assertFalse(self.beaver.admin("POST", self.path(endpoint, "/check"), {})["ok"])

    def test_a_test_call_is_real_and_smallest(self):
        self.model("own-tested", upstream_model="tested:1b")
        endpoint = self.created("Tested", models=["own-tested"])
        self.upstream.reset()
        result = self.beaver.admin("POST", self.path(endpoint, "/check"), {"model": "own-tested"})
        self.assertTrue(result["ok"], result)
        self.assertEqual((result["kind"], result["upstream_model"], result["status"]), ("call", "tested:1b", 200))
        self.assertGreater(result["first_byte_ms"], 0)
        self.assertIn(b'"max_tokens":1', self.upstream.request_body())
        error = self.beaver.admin("POST", self.path(endpoint, "/check"), {"model": "gpt-4o"}, expect=(400,))["error"]
        self.assertEqual(error["param"], "model")

    # Models and aliases

    def test_an_alias_is_called_at_once(self):
        self.created("Aliased", models=["own-named"])
        self.model("own-named")
        made = self.beaver.admin("POST", "/admin/model-aliases", {"alias": "team/best", "model": "own-named"})
        self.assertEqual(made, {"alias": "team/best", "model": "own-named"})
        self.assertEqual(self.chat("team/best").status, 200)
        self.assertIn(made, self.beaver.admin("GET", "/admin/model-aliases")["data"])
        self.assertEqual(self.beaver.admin("POST", "/admin/model-aliases", {"alias": "team/best", "model": "own-named"},
                                           expect=(409,))["error"]["param"], "alias")
        self.assertEqual(self.beaver.admin("POST", "/admin/model-aliases", {"alias": "x", "model": "nobody"},
                                           expect=(400,))["error"]["param"], "model")
        self.beaver.admin("DELETE", "/admin/model-aliases/team/best")
        self.assertEqual(self.chat("team/best").status, 404)
        self.beaver.admin("DELETE", "/admin/model-aliases/team/best", expect=(404,))

    def test_a_new_price_holds_from_the_next_call_on(self):
        self.created("Priced", models=["own-priced"])
        first = self.model("own-priced")
        before = self.chat("own-priced")
        changed = self.beaver.admin("PATCH", "/admin/models/own-priced", {"list_prices": [{"input": 1.5, "output": 6}]})
        self.assertNotEqual(changed["price_version"], first["price_version"])
        self.assertEqual(changed["list_prices"], [{"from_input_tokens": 0, "input": 1.5, "output": 6}])
        after = self.chat("own-priced")
        costs = [self.beaver.settled_receipt(self.account, answer.headers["x-request-id"])["list_cost"] for answer in (before, after)]
        self.assertEqual(costs[1], costs[0] * 10)
        self.beaver.admin("PATCH", "/admin/models/own-priced", {"is_active": False})
        self.assertEqual(self.chat("own-priced").status, 404)

    def test_a_wrong_model_is_refused_by_field(self):
        good = {"id": "own-good", "provider": "custom", "list_prices": PRICES}
        for field, wrong in (("id", "two words"), ("provider", "nobody"), ("list_prices", {"inputs": 1}), ("list_prices", {}),
                             ("list_prices", {"input": "free"}), ("list_prices", {"input": -1}), ("list_prices", None),
                             ("context_length", -1), ("features", ["a b"]), ("free", True)):
            with self.subTest(field, wrong=wrong):
                error = self.beaver.admin("POST", "/admin/models", good | {field: wrong}, expect=(400,))["error"]
                self.assertEqual(error["param"], field, error)
        self.assertEqual(self.beaver.admin("POST", "/admin/models", good | {"id": "gpt-4o"}, expect=(409,))["error"]["param"], "id")
        self.beaver.admin("PATCH", "/admin/models/nobody", {"is_active": False}, expect=(404,))

    # BluesMinds' names

    def test_bluesminds_servers_are_the_litellm_endpoints(self):
        made = self.beaver.admin("POST", "/api/admin/servers",
                                 {"name": "LiteLLM Primary", "base_url": self.upstream.url("ok"), "api_key": CANARY, "priority": 1,
                                  "supported_models": ["gpt-4", "claude-3-opus"]})["server"]
        path = f"/api/admin/servers/{made['id']}"
        self.assertEqual(made["supported_models"], ["gpt-4", "claude-3-opus"])
        self.assertTrue(made["has_api_key"])
        self.assertIn(made["id"], [each["id"] for each in self.beaver.admin("GET", "/api/admin/servers")["servers"]])
        self.assertEqual(self.beaver.admin("GET", f"/admin/endpoints/{made['id']}")["provider"], "litellm")
        self.upstream.reset()
        health = self.beaver.admin("POST", "/api/admin/health")
        self.assertEqual((health["status"], health["total_servers"], health["healthy_servers"]), ("healthy", 1, 1))
        self.assertEqual([each["path"].split("/", 2)[2] for each in self.upstream.stats()["last_requests"]], ["health/readiness"])
        self.beaver.admin("PATCH", path, {"base_url": self.upstream.refusing, "api_key": CANARY})
        health = self.beaver.admin("POST", "/api/admin/health")
        self.assertEqual((health["status"], health["unhealthy_servers"]), ("unhealthy", 1))
        self.assertEqual(self.beaver.admin("PATCH", path, {"is_active": False})["server"]["status"], "maintenance")
        self.assertEqual(self.beaver.admin("GET", "/api/admin/health")["total_servers"], 1)
        self.beaver.admin("PATCH", "/api/admin/servers/end_openai", {"priority": 1}, expect=(404,))
        self.assertEqual(self.beaver.admin("DELETE", path), {"success": True})
