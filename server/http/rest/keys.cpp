#include <server/http/rest/actor.h>
#include <server/http/rest/key_answers.h>
#include <server/http/rest/key_body.h>
#include <server/http/rest/keys.h>

#include <algorithm>
#include <array>

namespace beaver::http {

namespace {

using identity::KeyAuthority;

constexpr std::int64_t usualGraceS = 86'400;
constexpr std::size_t mostRevokedByName = 10'000;

Error noneOfOthers()
{
    return {ErrorCode::Forbidden,
            "A key manages keys only with the permission 'admin' or the scope 'keys'.",
            {},
            "keys_scope_required",
            {},
            0};
}

Result<identity::KeyQuery> readQuery(const Exchange &exchange)
{
    identity::KeyQuery query;
    const auto limit = queryNumber(exchange, "limit", 50, 1, 200);
    if (!limit)
        return limit.error();
    query.limit = *limit;
    query.after = exchange.query("after").value_or("");
    query.status = exchange.query("status").value_or("");
    query.search = exchange.query("search").value_or("").substr(0, 200);
    query.project = ProjectId(exchange.query("project_id").value_or(""));
    constexpr std::array<std::string_view, 6> known{"", "active", "paused", "expired", "revoked", "all"};
    if (std::ranges::find(known, query.status) == known.end())
        return invalid("status", "'status' takes active, paused, expired, revoked or all.");
    return query;
}

KeyId idOf(const Exchange &exchange)
{
    const std::string &inProject = exchange.parameter("key_id");
    return KeyId(inProject.empty() ? exchange.parameter("id") : inProject);
}

/// A body that may be missing altogether.
std::string_view bodyOf(const Exchange &exchange)
{
    const std::string &text = exchange.request->body;
    return text.empty() ? std::string_view("{}") : std::string_view(text);
}

} // namespace

KeyAuthority KeyHandlers::adminAuthority(const Exchange &exchange)
{
    KeyAuthority by;
    by.actor = actorOf(exchange);
    by.role = exchange.principal->role;
    return by;
}

Result<KeyAuthority> KeyHandlers::viewAuthority(const Exchange &exchange, const KeyId &id)
{
    const auto &key = exchange.principal->key;
    if (key && key->id == id) {
        KeyAuthority by;
        by.account = key->account;
        return by;
    }
    return ownAuthority(exchange);
}

Result<KeyAuthority> KeyHandlers::ownAuthority(const Exchange &exchange)
{
    const auto &principal = *exchange.principal;
    KeyAuthority by;
    by.actor = actorOf(exchange);
    by.account = principal.account->id;
    by.role = principal.role;
    if (!principal.key)
        return by;
    if (!principal.key->mayManageKeys())
        return noneOfOthers();
    by.project = principal.key->project;
    by.through = principal.key;
    return by;
}

QCoro::Task<Result<Answer>> KeyHandlers::listFor(std::shared_ptr<Exchange> exchange, identity::KeyQuery query)
{
    const auto counted = countWanted(*exchange);
    if (!counted)
        co_return counted.error();
    auto paging = m_identity.keyPage(*exchange->loop, query);
    const auto page = co_await paging;
    if (!page)
        co_return page.error();
    std::optional<std::int64_t> total;
    if (*counted) {
        query.after.clear();
        auto counting = m_identity.keyCount(*exchange->loop, std::move(query));
        const auto found = co_await counting;
        if (!found)
            co_return found.error();
        total = *found;
    }
    co_return shownKeys(*page, m_clock.wallMs(), total);
}

QCoro::Task<Result<Answer>> KeyHandlers::listOf(std::shared_ptr<Exchange> exchange, AccountId account,
                                                ProjectId project)
{
    auto query = readQuery(*exchange);
    if (!query)
        co_return query.error();
    query->account = std::move(account);
    query->project = std::move(project);
    auto listing = listFor(exchange, std::move(*query));
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> KeyHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto by = ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto query = readQuery(*exchange);
    if (!query)
        co_return query.error();
    query->account = by->account;
    if (!by->project.isEmpty())
        query->project = by->project;
    auto listing = listFor(exchange, std::move(*query));
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> KeyHandlers::adminList(std::shared_ptr<Exchange> exchange)
{
    auto query = readQuery(*exchange);
    if (!query)
        co_return query.error();
    if (query->status.empty())
        query->status = "all";
    query->account = AccountId(exchange->query("account_id").value_or(""));
    auto listing = listFor(exchange, std::move(*query));
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> KeyHandlers::make(std::shared_ptr<Exchange> exchange, KeyAuthority by,
                                              std::string_view prefix)
{
    JsonBody body(bodyOf(*exchange));
    auto wanted = readNewKey(body, m_clock.wallMs());
    const bool tagged = body.has("environment");
    const bool named = by.account.isEmpty();
    wanted.account = named ? AccountId(body.text("account_id")) : by.account;
    const auto said = readLimitChanges(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!prefix.empty() && !tagged)
        wanted.prefix = prefix;
    auto creating = m_keys.create(exchange, std::move(wanted), said, std::move(by));
    const auto created = co_await creating;
    if (!created)
        co_return created.error();
    co_return createdKey(created->created, created->limits, m_clock.wallMs());
}

QCoro::Task<Result<Answer>> KeyHandlers::create(std::shared_ptr<Exchange> exchange)
{
    auto by = ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto making = make(exchange, std::move(*by), {});
    co_return co_await making;
}

QCoro::Task<Result<Answer>> KeyHandlers::bluesMindsCreate(std::shared_ptr<Exchange> exchange)
{
    auto by = ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto making = make(exchange, std::move(*by), "bm_");
    co_return co_await making;
}

QCoro::Task<Result<Answer>> KeyHandlers::adminCreate(std::shared_ptr<Exchange> exchange)
{
    auto making = make(exchange, adminAuthority(*exchange), {});
    co_return co_await making;
}

QCoro::Task<Result<Answer>> KeyHandlers::show(std::shared_ptr<Exchange> exchange, KeyAuthority by)
{
    auto reading = m_keys.read(exchange, idOf(*exchange), std::move(by));
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    co_return shownKey(found->key, found->limits, m_clock.wallMs());
}

QCoro::Task<Result<Answer>> KeyHandlers::patch(std::shared_ptr<Exchange> exchange, KeyAuthority by)
{
    JsonBody body(exchange->request->body);
    auto wanted = readKeyPatch(body, m_clock.wallMs());
    const auto said = readLimitChanges(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto changing = m_keys.change(exchange, idOf(*exchange), std::move(wanted), said, std::move(by));
    const auto changed = co_await changing;
    if (!changed)
        co_return changed.error();
    co_return shownKey(changed->key, changed->limits, m_clock.wallMs());
}

QCoro::Task<Result<Answer>> KeyHandlers::end(std::shared_ptr<Exchange> exchange, KeyAuthority by)
{
    auto revoking = m_identity.revokeKey(*exchange->loop, idOf(*exchange), std::move(by));
    const auto key = co_await revoking;
    if (!key)
        co_return key.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject()
                      .field("id", key->id.text())
                      .field("object", "api_key")
                      .field("status", "revoked")
                      .field("deleted", true)
                      .endObject()
                      .take();
    co_return answer;
}

QCoro::Task<Result<Answer>> KeyHandlers::renew(std::shared_ptr<Exchange> exchange, KeyAuthority by)
{
    JsonBody body(bodyOf(*exchange));
    const auto grace = body.optionalNumber("grace_seconds");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto rotating = m_identity.rotateKey(*exchange->loop, idOf(*exchange), grace.value_or(usualGraceS), std::move(by));
    const auto created = co_await rotating;
    if (!created)
        co_return created.error();
    auto asking = m_limits.limitsOf(*exchange->loop, limits::Scope::Key, created->key.id.text());
    const auto limits = co_await asking;
    co_return createdKey(*created, limits ? *limits : std::vector<limits::Limit>(), m_clock.wallMs());
}

QCoro::Task<Result<Answer>> KeyHandlers::renewSigning(std::shared_ptr<Exchange> exchange, KeyAuthority by)
{
    auto renewing = m_identity.renewSigningSecret(*exchange->loop, idOf(*exchange), std::move(by));
    const auto created = co_await renewing;
    if (!created)
        co_return created.error();
    co_return createdKey(*created, {}, m_clock.wallMs());
}

QCoro::Task<Result<Answer>> KeyHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto by = viewAuthority(*exchange, idOf(*exchange));
    if (!by)
        co_return by.error();
    auto doing = show(exchange, std::move(*by));
    co_return co_await doing;
}

QCoro::Task<Result<Answer>> KeyHandlers::change(std::shared_ptr<Exchange> exchange)
{
    auto by = ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto doing = patch(exchange, std::move(*by));
    co_return co_await doing;
}

QCoro::Task<Result<Answer>> KeyHandlers::revoke(std::shared_ptr<Exchange> exchange)
{
    auto by = ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto doing = end(exchange, std::move(*by));
    co_return co_await doing;
}

QCoro::Task<Result<Answer>> KeyHandlers::rotate(std::shared_ptr<Exchange> exchange)
{
    auto by = ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto doing = renew(exchange, std::move(*by));
    co_return co_await doing;
}

QCoro::Task<Result<Answer>> KeyHandlers::signingSecret(std::shared_ptr<Exchange> exchange)
{
    auto by = ownAuthority(*exchange);
    if (!by)
        co_return by.error();
    auto doing = renewSigning(exchange, std::move(*by));
    co_return co_await doing;
}

QCoro::Task<Result<Answer>> KeyHandlers::audit(std::shared_ptr<Exchange> exchange)
{
    auto by = viewAuthority(*exchange, idOf(*exchange));
    if (!by)
        co_return by.error();
    auto doing = auditOf(exchange, std::move(*by));
    co_return co_await doing;
}

QCoro::Task<Result<Answer>> KeyHandlers::usage(std::shared_ptr<Exchange> exchange)
{
    auto by = viewAuthority(*exchange, idOf(*exchange));
    if (!by)
        co_return by.error();
    auto doing = usageOf(exchange, std::move(*by));
    co_return co_await doing;
}

QCoro::Task<Result<Answer>> KeyHandlers::adminOne(std::shared_ptr<Exchange> exchange)
{
    return show(exchange, adminAuthority(*exchange));
}

QCoro::Task<Result<Answer>> KeyHandlers::adminChange(std::shared_ptr<Exchange> exchange)
{
    return patch(exchange, adminAuthority(*exchange));
}

QCoro::Task<Result<Answer>> KeyHandlers::adminRevoke(std::shared_ptr<Exchange> exchange)
{
    return end(exchange, adminAuthority(*exchange));
}

QCoro::Task<Result<Answer>> KeyHandlers::adminRotate(std::shared_ptr<Exchange> exchange)
{
    return renew(exchange, adminAuthority(*exchange));
}

QCoro::Task<Result<Answer>> KeyHandlers::adminSigningSecret(std::shared_ptr<Exchange> exchange)
{
    return renewSigning(exchange, adminAuthority(*exchange));
}

QCoro::Task<Result<Answer>> KeyHandlers::adminAudit(std::shared_ptr<Exchange> exchange)
{
    return auditOf(exchange, adminAuthority(*exchange));
}

QCoro::Task<Result<Answer>> KeyHandlers::adminUsage(std::shared_ptr<Exchange> exchange)
{
    return usageOf(exchange, adminAuthority(*exchange));
}

QCoro::Task<Result<Answer>> KeyHandlers::adminRevokeMany(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    auto ids = body.optionalTexts("ids");
    identity::KeyQuery query;
    query.account = AccountId(body.optionalText("account_id").value_or(""));
    query.project = ProjectId(body.optionalText("project_id").value_or(""));
    query.search = body.optionalText("search").value_or("");
    query.status = body.optionalText("status").value_or("");
    const bool dryRun = body.optionalFlag("dry_run").value_or(false);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const bool filtered = !query.account.isEmpty() || !query.project.isEmpty() || !query.search.empty();
    if (ids.has_value() == filtered || (ids && ids->empty()))
        co_return invalid("ids",
                          "Name the keys in 'ids', or say which with account_id, project_id or search; one of the "
                          "two.");
    if (ids && ids->size() > mostRevokedByName)
        co_return invalid("ids", "'ids' takes up to " + std::to_string(mostRevokedByName) + " keys at once.");
    auto revoking = m_identity.revokeKeys(*exchange->loop, ids.value_or(std::vector<std::string>()), std::move(query),
                                          dryRun, adminAuthority(*exchange));
    const auto done = co_await revoking;
    if (!done)
        co_return done.error();
    JsonWriter json;
    json.beginObject().field("count", done->count).field("dry_run", dryRun).key("failed").beginArray();
    for (const auto &[id, why] : done->left)
        json.beginObject().field("id", id).field("code", why.reason).field("message", why.message).endObject();
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
