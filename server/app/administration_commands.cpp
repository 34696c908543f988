#include <server/app/administration.h>
#include <server/app/command_line.h>
#include <server/app/configuration.h>
#include <server/catalog/catalogue_admin.h>
#include <server/catalog/catalogue_store.h>
#include <server/catalog/prices.h>
#include <server/http/rest/top_up_audit.h>
#include <server/identity/identity_store.h>
#include <server/identity/key_store.h>
#include <server/limits/limit_names.h>
#include <server/limits/limits_store.h>
#include <server/storage/inspect.h>
#include <server/usage/usage_sums.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace beaver::app {

const char *const administrationUsage =
    R"(
  beaverd admin create EMAIL [--role owner] [--name NAME]   make an account with a role; prints its password once
  beaverd admin role ACCOUNT ROLE      viewer, billing, admin, owner or none
  beaverd admin reset-password ACCOUNT a new password; all its sign-ins end
  beaverd keys create ACCOUNT NAME [--role R] [--scopes A,B]   prints the key once
  beaverd keys list [ACCOUNT] | revoke KEY | rotate KEY [--grace SECONDS]
  beaverd top-up ACCOUNT USD [--description TEXT]
  beaverd models list | price MODEL INPUT OUTPUT | add MODEL PROVIDER INPUT OUTPUT   USD for a million tokens
  beaverd usage [ACCOUNT] [--days 30]  requests, tokens and cost by model
  beaverd limits show ACCOUNT | set ACCOUNT NAME=AMOUNT...   requests_per_minute=60, tokens_per_day=100000
  beaverd audit verify                 does every line of the audit log follow from the one before?

  An ACCOUNT is an id or an e-mail. Each of these takes --json. What changes something runs while no gateway serves the
  database; list, show, usage and verify run beside it.
)";

namespace {

using Arguments = std::vector<std::string>;

int wrong(const std::string &what)
{
    std::fprintf(stderr, "beaverd: %s\n'beaverd --help' shows what there is.\n", what.c_str());
    return 2;
}

int refused(const Error &error)
{
    std::fprintf(stderr, "beaverd: %s\n", error.message.c_str());
    if (!error.detail.empty())
        std::fprintf(stderr, "  %s\n", error.detail.c_str());
    return error.code == ErrorCode::InvalidRequest ? 2 : 1;
}

/// The same facts as lines `name: value` or as one JSON object.
class Facts
{
public:
    explicit Facts(bool json)
        : m_json(json)
    {
        m_writer.beginObject();
    }
    Facts &text(std::string_view name, const std::string &value)
    {
        m_writer.field(name, value);
        m_lines.append(name).append(": ").append(value).append("\n");
        return *this;
    }
    Facts &raw(std::string_view name, const std::string &value)
    {
        m_writer.rawField(name, value);
        m_lines.append(name).append(": ").append(value).append("\n");
        return *this;
    }
    int print(int code = 0)
    {
        std::printf("%s", m_json ? (m_writer.endObject().take() + "\n").c_str() : m_lines.c_str());
        return code;
    }

private:
    bool m_json;
    JsonWriter m_writer;
    std::string m_lines;
};

identity::KeyAuthority keyAuthority()
{
    identity::KeyAuthority by;
    by.actor = "command line";
    by.role = identity::Role::Owner;
    return by;
}

/// Who administers by the command line has the files, and so all rights.
identity::Operator operatorHere()
{
    return {"command line", identity::Role::Owner};
}

Result<identity::Role> roleOf(const std::string &name)
{
    const auto role = identity::roleByName(name == "none" ? "" : name);
    if (!role)
        return invalid("role", "A role is viewer, billing, admin, owner or none, not '" + name + "'.");
    return *role;
}

template <typename T> QCoro::Task<T> task(ops::Future<T> future)
{
    co_return co_await future;
}

// What changes something.

int printAccount(Administration &with, const identity::Account &account, const std::optional<Secret> &password,
                 bool json)
{
    if (auto done = with.finish(); !done)
        return refused(done.error());
    Facts facts(json);
    facts.text("id", account.id.text())
        .text("email", account.email)
        .text("role", std::string(identity::roleName(account.role)));
    if (password)
        facts.text("password", password->reveal());
    return facts.print();
}

int adminCommand(Administration &with, const CommandLine &line)
{
    const auto &words = line.words;
    const std::string what = words.empty() ? "" : words[0];
    if (what == "create" && words.size() == 2) {
        const auto role = roleOf(line.value("role").value_or("owner"));
        if (!role)
            return refused(role.error());
        identity::NewAccount wanted;
        wanted.email = words[1];
        wanted.fullName = line.value("name").value_or("");
        wanted.role = *role;
        wanted.plan = "unlimited";
        const auto made = answerOf(with.identity->createAccount(with.loop, std::move(wanted), "command line"));
        if (!made)
            return refused(made.error());
        const auto password = answerOf(with.identity->setPassword(with.loop, made->id, Secret(), operatorHere()));
        return password ? printAccount(with, *made, *password, line.has("json")) : refused(password.error());
    }
    const bool changesRole = what == "role" && words.size() == 3;
    if (!changesRole && !(what == "reset-password" && words.size() == 2))
        return wrong("admin takes 'create EMAIL', 'role ACCOUNT ROLE' or 'reset-password ACCOUNT'.");
    const auto account = with.account(words[1]);
    if (!account)
        return refused(account.error());
    if (!changesRole) {
        const auto password = answerOf(with.identity->setPassword(with.loop, account->id, Secret(), operatorHere()));
        return password ? printAccount(with, *account, *password, line.has("json")) : refused(password.error());
    }
    const auto role = roleOf(words[2]);
    if (!role)
        return refused(role.error());
    identity::IdentityService::AccountPatch patch;
    patch.role = *role;
    const auto changed =
        answerOf(with.identity->updateAccount(with.loop, account->id, std::move(patch), operatorHere()));
    return changed ? printAccount(with, *changed, std::nullopt, line.has("json")) : refused(changed.error());
}

int printKey(Administration &with, const identity::ApiKey &key, const Secret *secret, bool json)
{
    if (auto done = with.finish(); !done)
        return refused(done.error());
    Facts facts(json);
    facts.text("id", key.id.text())
        .text("account_id", key.account.text())
        .text("name", key.name)
        .text("preview", key.preview)
        .raw("is_active", key.active ? "true" : "false");
    if (secret)
        facts.text("key", secret->reveal());
    return facts.print();
}

int keysCommand(Administration &with, const CommandLine &line)
{
    const auto &words = line.words;
    const std::string what = words.empty() ? "" : words[0];
    if (what == "create" && words.size() == 3) {
        const auto account = with.account(words[1]);
        if (!account)
            return refused(account.error());
        const auto role = roleOf(line.value("role").value_or("none"));
        if (!role)
            return refused(role.error());
        identity::NewApiKey wanted;
        wanted.account = account->id;
        wanted.name = words[2];
        wanted.role = *role;
        wanted.scopes = line.list("scopes");
        const auto made = answerOf(with.identity->createKey(with.loop, std::move(wanted), keyAuthority()));
        return made ? printKey(with, made->key, &made->secret, line.has("json")) : refused(made.error());
    }
    if (what == "revoke" && words.size() == 2) {
        const auto key = answerOf(with.identity->revokeKey(with.loop, KeyId(words[1]), keyAuthority()));
        return key ? printKey(with, *key, nullptr, line.has("json")) : refused(key.error());
    }
    if (what == "rotate" && words.size() == 2) {
        std::int64_t grace = 0;
        const std::string text = line.value("grace").value_or("0");
        if (std::from_chars(text.data(), text.data() + text.size(), grace).ptr != text.data() + text.size())
            return wrong("--grace takes seconds, not '" + text + "'.");
        const auto key = answerOf(with.identity->rotateKey(with.loop, KeyId(words[1]), grace, keyAuthority()));
        return key ? printKey(with, key->key, &key->secret, line.has("json")) : refused(key.error());
    }
    return wrong("keys takes 'create ACCOUNT NAME', 'list [ACCOUNT]', 'revoke KEY' or 'rotate KEY'.");
}

int topUpCommand(Administration &with, const CommandLine &line)
{
    if (line.words.size() != 2)
        return wrong("top-up takes an account and an amount in USD.");
    const auto amount = Money::parse(line.words[1]);
    if (!amount || amount->nanoUsd() <= 0 || amount->nanoUsd() > 1'000'000'000'000'000)
        return wrong("an amount is more than 0 and at most 1000000 USD, not '" + line.words[1] + "'.");
    const auto account = with.account(line.words[0]);
    if (!account)
        return refused(account.error());
    const auto entry =
        answerOf(with.ledger->topUp(with.loop, account->id, *amount, line.value("description").value_or("Top-up"),
                                    AccountId("command line"), nullptr, http::topUpAudit("command line")));
    if (!entry)
        return refused(entry.error());
    if (auto done = with.finish(); !done)
        return refused(done.error());
    return Facts(line.has("json"))
        .text("transaction", entry->id.text())
        .text("account_id", account->id.text())
        .raw("amount", entry->customer.toDecimal())
        .raw("balance", entry->balanceAfter.toDecimal())
        .print();
}

Result<catalog::PriceVersion> tokenPrices(const std::string &input, const std::string &output)
{
    catalog::PriceVersion version;
    version.state = catalog::PriceState::Priced;
    version.tiers.emplace_back();
    for (const auto &[bucket, text] : {std::pair(wire::Bucket::Input, &input), {wire::Bucket::Output, &output}}) {
        const auto price = catalog::parsePrice(*text, catalog::statedUnits(bucket));
        if (!price)
            return invalid("price", "The price '" + *text + "' " + price.error().message + ".");
        version.tiers.front().prices[static_cast<std::size_t>(bucket)] = *price;
    }
    version.tiers = catalog::completed(std::move(version.tiers));
    return version;
}

int modelChangeCommand(Administration &with, const CommandLine &line)
{
    const auto &words = line.words;
    const bool adds = words[0] == "add" && words.size() == 5;
    if (!adds && !(words[0] == "price" && words.size() == 4))
        return wrong("models takes 'price MODEL INPUT OUTPUT' or 'add MODEL PROVIDER INPUT OUTPUT'.");
    auto price = tokenPrices(words[words.size() - 2], words.back());
    if (!price)
        return refused(price.error());
    Result<catalog::Model> done = internalError("nothing was done");
    if (adds) {
        catalog::NewModel wanted;
        wanted.model.id = words[1];
        wanted.model.provider = words[2];
        wanted.model.name = line.value("name").value_or(words[1]);
        wanted.model.upstreamModel = words[1];
        wanted.model.inputModalities = {"text"};
        wanted.model.outputModalities = {"text"};
        wanted.price = std::move(*price);
        done = answerOf(task(with.catalogue->addModel(with.loop, "command line", std::move(wanted))));
    } else {
        catalog::ModelPatch patch;
        patch.price = std::move(*price);
        done = answerOf(task(with.catalogue->changeModel(with.loop, "command line", words[1], std::move(patch))));
    }
    if (!done)
        return refused(done.error());
    if (auto finished = with.finish(); !finished)
        return refused(finished.error());
    if (line.has("json"))
        std::printf("%s\n", catalog::modelJson(*done).c_str());
    else
        std::printf("%s: %s USD in, %s USD out for a million tokens\n", done->id.c_str(),
                    words[words.size() - 2].c_str(), words.back().c_str());
    return 0;
}

std::string limitsJson(const std::vector<limits::Limit> &all)
{
    JsonWriter json;
    json.beginObject();
    for (const auto &limit : all) {
        json.key(limits::limitName(limit));
        if (limit.resource == limits::Resource::Spend)
            json.value(Money::fromNanoUsd(limit.amount));
        else
            json.value(limit.amount);
    }
    return json.endObject().take();
}

int printLimits(const std::string &account, const std::string &plan, const std::vector<limits::Limit> &ofPlan,
                const std::vector<limits::Limit> &own, bool json)
{
    return Facts(json)
        .text("account_id", account)
        .text("plan", plan)
        .raw("of_plan", limitsJson(ofPlan))
        .raw("of_account", limitsJson(own))
        .print();
}

int setLimitsCommand(Administration &with, const CommandLine &line)
{
    const auto account = with.account(line.words[1]);
    if (!account)
        return refused(account.error());
    std::vector<limits::Limit> wanted;
    for (std::size_t at = 2; at < line.words.size(); ++at) {
        const std::string &word = line.words[at];
        const std::size_t equals = word.find('=');
        auto limit = limits::limitByName(word.substr(0, equals));
        const auto amount = equals == std::string::npos ? std::nullopt : Money::parse(word.substr(equals + 1));
        if (!limit || !amount || amount->isNegative())
            return wrong("a limit is such as requests_per_minute=60 or spend_per_day=5, not '" + word + "'.");
        const bool spend = limit->resource == limits::Resource::Spend;
        limit->amount = spend ? amount->nanoUsd() : amount->nanoUsd() / 1'000'000'000;
        wanted.push_back(*limit);
    }
    const auto set =
        answerOf(with.limits->setLimits(with.loop, "command line", limits::Scope::Account, account->id.text(), wanted));
    if (!set)
        return refused(set.error());
    if (auto done = with.finish(); !done)
        return refused(done.error());
    const auto plan = with.limits->plan(account->plan);
    return printLimits(account->id.text(), account->plan, plan ? plan->limits : std::vector<limits::Limit>(),
                       limits::inOrder(wanted), line.has("json"));
}

// What only reads, beside a gateway that serves.

Result<std::optional<identity::Account>> accountBeside(storage::Connection &connection, const std::string &named)
{
    if (named.find('@') == std::string::npos)
        return identity::store::findAccount(connection, AccountId(named));
    auto login = identity::store::findLogin(connection, named);
    if (!login)
        return login.error();
    return *login ? std::optional((*login)->account) : std::nullopt;
}

Result<AccountId> accountIdBeside(storage::Connection &connection, const std::string &named)
{
    const auto account = accountBeside(connection, named);
    if (!account)
        return account.error();
    if (!*account)
        return Error{ErrorCode::NotFound, "There is no account '" + named + "'.", {}, {}, {}, 0};
    return (*account)->id;
}

int listKeys(storage::Connection &connection, const CommandLine &line)
{
    identity::KeyQuery query;
    query.status = "all";
    query.limit = 1000;
    if (line.words.size() > 1) {
        const auto account = accountIdBeside(connection, line.words[1]);
        if (!account)
            return refused(account.error());
        query.account = *account;
    }
    const auto keys = identity::store::pageOfKeys(connection, query, SystemClock().wallMs());
    if (!keys)
        return refused(keys.error());
    JsonWriter json;
    json.beginArray();
    std::string lines;
    for (const auto &key : *keys) {
        json.beginObject()
            .field("id", key.id.text())
            .field("account_id", key.account.text())
            .field("name", key.name)
            .field("preview", key.preview)
            .field("is_active", key.active)
            .field("created_at", api::rfc3339(key.createdAtMs))
            .endObject();
        lines += key.id.text() + "  " + key.account.text() + "  " + key.preview + "  " +
                 (key.active ? "active  " : "inactive") + "  " + key.name + "\n";
    }
    std::printf("%s", line.has("json") ? (json.endArray().take() + "\n").c_str() : lines.c_str());
    return 0;
}

int listModels(storage::Connection &connection, const CommandLine &line)
{
    const auto stored = catalog::store::load(connection);
    if (!stored)
        return refused(stored.error());
    std::string lines;
    std::string json = "[";
    for (const auto &model : catalog::currentModels(*stored, SystemClock().wallMs())) {
        json += (json.size() > 1 ? "," : "") + catalog::modelJson(model);
        lines += model.id + "  " + model.provider + "  " + (model.category.empty() ? "-" : model.category) +
                 (model.active ? "\n" : "  inactive\n");
    }
    std::printf("%s", line.has("json") ? (json + "]\n").c_str() : lines.c_str());
    return 0;
}

int usageCommand(storage::Connection &connection, const CommandLine &line)
{
    int days = 30;
    const std::string text = line.value("days").value_or("30");
    if (std::from_chars(text.data(), text.data() + text.size(), days).ptr != text.data() + text.size() || days < 1 ||
        line.words.size() > 1)
        return wrong("usage takes an account or nothing, and --days with a number of days.");
    usage::Of of;
    if (!line.words.empty()) {
        const auto account = accountIdBeside(connection, line.words[0]);
        if (!account)
            return refused(account.error());
        of.account = *account;
    }
    const std::int64_t nowMs = SystemClock().wallMs();
    const std::int64_t fromMs = nowMs - nowMs % 86'400'000 - (days - 1) * std::int64_t(86'400'000);
    const auto all = usage::sum(connection, of, fromMs);
    if (!all)
        return refused(all.error());
    const auto models = usage::sumByModel(connection, of, fromMs);
    if (!models)
        return refused(models.error());
    JsonWriter byModel;
    byModel.beginArray();
    for (const auto &[model, total] : *models)
        byModel.beginObject()
            .field("model", model)
            .field("requests", total.calls)
            .field("tokens", total.tokens())
            .field("cost", total.cost)
            .endObject();
    return Facts(line.has("json"))
        .raw("days", std::to_string(days))
        .raw("requests", std::to_string(all->calls))
        .raw("input_tokens", std::to_string(all->inputTokens))
        .raw("output_tokens", std::to_string(all->outputTokens))
        .raw("cost", all->cost.toDecimal())
        .raw("by_model", byModel.endArray().take())
        .print();
}

int showLimits(storage::Connection &connection, const CommandLine &line)
{
    const auto account = accountBeside(connection, line.words[1]);
    if (!account)
        return refused(account.error());
    if (!*account)
        return refused({ErrorCode::NotFound, "There is no account '" + line.words[1] + "'.", {}, {}, {}, 0});
    const auto own = limits::store::limitsOf(connection, limits::Scope::Account, (*account)->id.text());
    if (!own)
        return refused(own.error());
    const auto ofPlan = limits::store::limitsOf(connection, limits::Scope::Plan, (*account)->plan);
    if (!ofPlan)
        return refused(ofPlan.error());
    return printLimits((*account)->id.text(), (*account)->plan, *ofPlan, *own, line.has("json"));
}

int proveAudit(storage::Connection &connection, const CommandLine &line)
{
    const auto proof = audit::prove(connection);
    if (!proof)
        return refused(proof.error());
    return Facts(line.has("json"))
        .raw("ok", proof->firstBad == 0 ? "true" : "false")
        .raw("lines_checked", std::to_string(proof->checked))
        .raw("first_bad", proof->firstBad == 0 ? "null" : std::to_string(proof->firstBad))
        .print(proof->firstBad == 0 ? 0 : 1);
}

using Change = int (*)(Administration &, const CommandLine &);
using Read = int (*)(storage::Connection &, const CommandLine &);

Read readingCommand(const std::string &name, const Arguments &words)
{
    const std::string what = words.empty() ? "" : words[0];
    if (name == "keys" && what == "list" && words.size() <= 2)
        return listKeys;
    if (name == "models" && what == "list" && words.size() == 1)
        return listModels;
    if (name == "usage")
        return usageCommand;
    if (name == "limits" && what == "show" && words.size() == 2)
        return showLimits;
    if (name == "audit" && what == "verify" && words.size() == 1)
        return proveAudit;
    return nullptr;
}

Change changingCommand(const std::string &name, const Arguments &words)
{
    const std::string what = words.empty() ? "" : words[0];
    if (name == "admin")
        return adminCommand;
    if (name == "keys")
        return keysCommand;
    if (name == "top-up")
        return topUpCommand;
    if (name == "models" && (what == "price" || what == "add"))
        return modelChangeCommand;
    if (name == "limits" && what == "set" && words.size() > 2)
        return setLimitsCommand;
    return nullptr;
}

} // namespace

bool isAdministrationCommand(const std::string &name, const Arguments &arguments)
{
    if (name == "models")
        return !arguments.empty() && (arguments[0] == "list" || arguments[0] == "price" || arguments[0] == "add");
    return name == "admin" || name == "keys" || name == "top-up" || name == "usage" || name == "limits" ||
           name == "audit";
}

int administrationCommand(const std::string &name, const Arguments &arguments)
{
    const auto line =
        CommandLine::read(arguments, {"role", "name", "scopes", "grace", "days", "description"}, {"json"});
    const auto options = readConfiguration(line.configuration);
    if (!options)
        return refused(options.error());
    if (const Read read = readingCommand(name, line.words)) {
        storage::Settings settings;
        settings.url = options->text("DATABASE_URL");
        const auto connection = storage::openForInspection(settings);
        return connection ? read(**connection, line) : refused(connection.error());
    }
    const Change change = changingCommand(name, line.words);
    if (!change)
        return wrong("there is no such '" + name + "' command.");
    const auto opened = Administration::open(*options);
    return opened ? change(**opened, line) : refused(opened.error());
}

} // namespace beaver::app
