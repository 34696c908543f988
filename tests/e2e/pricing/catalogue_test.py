"""The catalogue as administrators change it: prices to come, a price map, aliases that move on."""

import contextlib
import http.client
import json
import threading
import time
import unittest

from harness.beaver import Beaver
from harness.gateway import Gateway
from harness.waiting import eventually


def at(seconds):
    """RFC 3339, so many seconds from now."""
    now = time.time() + seconds
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z"


def entry(price, **more):
    return {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 1000,
            "input_cost_per_token": price, "output_cost_per_token": price} | more


class Catalogue(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("ok;tokens=10;prompt=4")
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def made(self, name, price=2):
        return self.beaver.admin("POST", "/admin/models", {"id": name, "provider": "openai",
                                                           "list_prices": {"input": price, "output": price}})

    def versions(self, name):
        return self.beaver.admin("GET", f"/admin/models/{name}/prices")["data"]

    def price_of_call(self, account, name):
        answer = self.beaver.complete(account, name, max_tokens=10)
        self.assertEqual(answer.status, 200, answer)
        return self.beaver.settled_receipt(account, answer.request_id)["buckets"][0]["list_price_per_million"]

    def imported(self, price_map, dry_run=False, expect=(200,)):
        return self.beaver.admin("POST", f"/admin/models/import?dry_run={json.dumps(dry_run)}", price_map, expect=expect)

    # Scheduled prices

    def test_a_scheduled_price_holds_when_its_time_has_come(self):
        self.made("coming")
        account = self.beaver.account(balance=1)
        soon = at(10)
        answer = self.beaver.admin("PATCH", "/admin/models/coming", {"list_prices": {"input": 8, "output": 8}, "valid_from": soon})
        self.assertEqual(answer["list_prices"][0]["input"], 2, "the price of now")
        self.assertEqual(self.versions("coming")[0]["valid_from"], soon)
        eventually(lambda: self.price_of_call(account, "coming") == 8, "the new price")
        self.assertTrue(self.beaver.rows("SELECT 1 FROM audit_log WHERE action = 'model.schedule' AND subject = 'coming'"))

    def test_a_price_that_is_set_at_once_stands_before_the_scheduled_one(self):
        self.made("both")
        self.beaver.admin("PATCH", "/admin/models/both", {"list_prices": {"input": 8, "output": 8}, "valid_from": at(3000)})
        listed = {model["id"]: model for model in self.beaver.admin("GET", "/admin/models?limit=1000")["data"]}
        self.assertEqual(listed["both"]["price_changes_at"], self.versions("both")[0]["valid_from"])
        self.assertIsNone(listed["gpt-4o"]["price_changes_at"])
        now = self.beaver.admin("PATCH", "/admin/models/both", {"list_prices": {"input": 5, "output": 5}})
        self.assertEqual(now["list_prices"][0]["input"], 5)
        self.assertEqual([version["list_prices"][0]["input"] for version in self.versions("both")], [8, 5, 2])

    def test_a_scheduled_price_is_withdrawn_and_one_in_force_is_not(self):
        first = self.made("withdrawn")
        self.beaver.admin("PATCH", "/admin/models/withdrawn", {"list_prices": {"input": 8, "output": 8}, "valid_from": at(3000)})
        version = self.versions("withdrawn")[0]["price_version"]
        self.beaver.admin("DELETE", f"/admin/models/withdrawn/prices?version={version}")
        self.assertEqual([each["price_version"] for each in self.versions("withdrawn")], [first["price_version"]])
        self.beaver.admin("DELETE", f"/admin/models/withdrawn/prices?version={version}", expect=(404,))
        self.beaver.admin("DELETE", f"/admin/models/withdrawn/prices?version={first['price_version']}", expect=(409,))
        self.beaver.admin("DELETE", f"/admin/models/nobody/prices?version={first['price_version']}", expect=(404,))
        self.assertTrue(self.beaver.rows("SELECT 1 FROM audit_log WHERE action = 'model.withdraw_price'"))

    def test_only_a_price_to_come_is_scheduled(self):
        self.made("wrongly")
        price = {"list_prices": {"input": 8, "output": 8}}
        for body in (price | {"valid_from": at(-5)}, price | {"valid_from": at(400 * 86400)}, price | {"valid_from": "soon"},
                     {"name": "x", "valid_from": at(3000)}):
            error = self.beaver.admin("PATCH", "/admin/models/wrongly", body, expect=(400,))["error"]
            self.assertEqual(error["param"], "valid_from", body)
        self.assertEqual(len(self.versions("wrongly")), 1)

    def test_a_time_without_a_zone_is_utc_wherever_the_server_stands(self):
        with Beaver(TZ="Asia/Tokyo", OPENAI_API_KEY="k", OPENAI_BASE_URL="http://127.0.0.1:9/v1") as beaver:
            beaver.admin("POST", "/admin/models", {"id": "zoned", "provider": "openai", "list_prices": {"input": 2, "output": 2}})
            soon = at(3000)
            beaver.admin("PATCH", "/admin/models/zoned", {"list_prices": {"input": 8, "output": 8}, "valid_from": soon.removesuffix("Z")})
            self.assertEqual(beaver.admin("GET", "/admin/models/zoned/prices")["data"][0]["valid_from"], soon)

    # A price map

    def test_a_price_map_is_tried_and_then_taken(self):
        self.made("mapped", 2)
        price_map = {"mapped": entry(4e-6), "mapped-new": entry(1e-6), "mapped-broken": entry(-1)}
        dry = self.imported(price_map, dry_run=True)
        self.assertEqual({name: dry[name] for name in ("applied", "added", "repriced", "unchanged", "refused")},
                         {"applied": False, "added": 1, "repriced": 1, "unchanged": 0, "refused": 1})
        self.assertIn("mapped-broken", dry["problems"][0])
        changes = {change["model"]: change for change in dry["changes"]}
        self.assertIsNone(changes["mapped-new"]["was"])
        self.assertEqual([changes["mapped"][when]["list_prices"][0]["input"] for when in ("was", "becomes")], [2, 4])
        self.assertEqual(len(self.versions("mapped")), 1, "nothing is written")
        done = self.imported(price_map)
        self.assertEqual(done | {"applied": False}, dry | {"applied": False})
        self.assertTrue(done["applied"])
        self.assertEqual(self.versions("mapped")[0]["list_prices"][0]["input"], 4)
        account = self.beaver.account(balance=1)
        self.assertEqual(self.price_of_call(account, "mapped-new"), 1)
        again = self.imported(price_map)
        self.assertEqual((again["added"], again["repriced"], again["unchanged"]), (0, 0, 2))
        lines = self.beaver.rows("SELECT after_json FROM audit_log WHERE action = 'models.import' ORDER BY at, id")
        self.assertEqual([json.loads(line[0])["repriced"] for line in lines][:2], [1, 0])

    def test_more_models_than_one_write_holds(self):
        price_map = {f"many-{number}": entry(1e-6) for number in range(250)}
        done = self.imported(price_map)
        self.assertEqual((done["added"], len(done["changes"])), (250, 200))
        self.assertEqual(self.imported(price_map)["unchanged"], 250)

    def test_an_import_that_is_killed_left_its_name_and_goes_on_when_it_is_asked_again(self):
        price_map = {f"killed-{number}": entry(1e-6) for number in range(3000)}
        admin = self.beaver.login()
        importing = threading.Thread(target=self._until_killed, args=(price_map, admin))
        importing.start()
        written = "SELECT COUNT(*) FROM models WHERE id LIKE 'killed-%'"
        eventually(lambda: self.beaver.rows(written)[0][0] > 0, "the first models")
        self.beaver.kill()
        importing.join()
        lines = self.beaver.rows("SELECT after_json FROM audit_log WHERE action = 'models.import' AND after_json LIKE '%3000%'")
        self.beaver.start()
        self.assertEqual(len(lines), 1)
        done = self.imported(price_map)
        self.assertEqual(done["added"] + done["unchanged"], 3000)
        self.assertEqual(self.beaver.rows(written), [(3000,)])

    def test_who_leaves_during_an_import_keeps_nobody_from_the_next_one(self):
        price_map = {f"left-{number}": entry(1e-6) for number in range(2000)}
        body, admin = json.dumps(price_map).encode(), self.beaver.login()
        leaving = http.client.HTTPConnection("127.0.0.1", self.beaver.port)
        leaving.request("POST", "/admin/models/import", body, {"Authorization": f"Bearer {admin}", "Content-Type": "application/json"})
        eventually(lambda: self.beaver.rows("SELECT COUNT(*) FROM models WHERE id LIKE 'left-%'")[0][0] > 0, "the first models")
        leaving.close()
        eventually(lambda: self.beaver.call("POST", "/admin/models/import", price_map, key=admin).status == 200, "an import of somebody else")
        self.assertEqual(self.beaver.rows("SELECT COUNT(*) FROM models WHERE id LIKE 'left-%'"), [(2000,)])

    def _until_killed(self, price_map, admin):
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.beaver.call("POST", "/admin/models/import", price_map, key=admin)

    def test_what_is_no_price_map_is_refused(self):
        for body in ([], "text", 3):
            self.imported(body, expect=(400,))
        self.beaver.admin("POST", "/admin/models/import?dry_run=maybe", {}, expect=(400,))
        large = {"model": entry(1e-6, comment="x" * (8 * 1024 * 1024))}
        self.assertEqual(self.beaver.call("POST", "/admin/models/import", large, key=self.beaver.login()).status, 413)

    def test_models_are_found_by_a_part_of_what_they_are_called(self):
        for name, title in (("needle-model-1", "First"), ("needle-model-2", "The Second One")):
            self.beaver.admin("POST", "/admin/models", {"id": name, "name": title, "provider": "openai", "free": True})
        self.beaver.admin("POST", "/admin/model-aliases", {"alias": "team/haystack", "model": "needle-model-1"})

        def found(query):
            page = self.beaver.admin("GET", f"/admin/models?search={query}")
            return [model["id"] for model in page["data"]], page["has_more"]

        self.assertEqual(found("NEEDLE-m"), (["needle-model-1", "needle-model-2"], False))
        self.assertEqual(found("needle&limit=1"), (["needle-model-1"], True))
        self.assertEqual(found("needle&limit=1&after=needle-model-1"), (["needle-model-2"], False))
        self.assertEqual(found("second+one"), (["needle-model-2"], False))
        self.assertEqual(found("HAYstack"), (["needle-model-1"], False))
        self.assertEqual(found("needle&provider=google"), ([], False))

    # Aliases

    def test_an_alias_moves_on_to_another_model(self):
        self.made("old-model", 2)
        self.made("new-model", 3)
        account = self.beaver.account(balance=1)
        self.beaver.admin("POST", "/admin/model-aliases", {"alias": "team/latest", "model": "old-model"})
        self.assertEqual(self.price_of_call(account, "team/latest"), 2)
        moved = self.beaver.admin("PATCH", "/admin/model-aliases/team/latest", {"model": "new-model"})
        self.assertEqual(moved, {"alias": "team/latest", "model": "new-model"})
        self.assertEqual(self.price_of_call(account, "team/latest"), 3)
        self.assertNotIn({"alias": "team/latest", "model": "old-model"}, self.beaver.admin("GET", "/admin/model-aliases")["data"])
        self.assertEqual(self.beaver.admin("PATCH", "/admin/model-aliases/team/latest", {"model": "nobody"},
                                           expect=(400,))["error"]["param"], "model")
        self.beaver.admin("PATCH", "/admin/model-aliases/no-alias", {"model": "new-model"}, expect=(404,))
        row = self.beaver.rows("SELECT before_json, after_json FROM audit_log WHERE action = 'alias.change'")[0]
        self.assertEqual([json.loads(each)["model"] for each in row], ["old-model", "new-model"])


if __name__ == "__main__":
    unittest.main()
