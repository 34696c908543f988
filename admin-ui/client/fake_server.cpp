#include <QJsonDocument>

#include <admin-ui/client/fake_server.h>

#include <algorithm>
#include <cmath>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

Answer refused(int status, const QString &message, const QString &param = {})
{
    return {status,
            {{u"error"_s, QJsonObject{{u"message"_s, message}, {u"param"_s, param}, {u"code"_s, QJsonValue::Null}}}}};
}

Answer missing()
{
    return refused(404, u"There is no such thing."_s);
}

bool passes(const QJsonObject &item, const QUrlQuery &query)
{
    for (const auto &[name, value] : query.queryItems(QUrl::FullyDecoded)) {
        if (name == "search"_L1) {
            const auto holds = [&wanted = value](const QJsonValue &member) {
                return member.toString().contains(wanted, Qt::CaseInsensitive);
            };
            if (std::none_of(item.begin(), item.end(), holds))
                return false;
            continue;
        }
        if (name == "limit"_L1 || name == "after"_L1 || name == "period"_L1 || value.isEmpty() || !item.contains(name))
            continue;
        const QJsonValue own = item[name];
        const QString text = own.isString() ? own.toString()
                             : own.isBool() ? (own.toBool() ? u"true"_s : u"false"_s)
                                            : QString::number(own.toDouble());
        if (text != value)
            return false;
    }
    return true;
}

/// The same lines as if they were of this account; its balance counts back from what it is.
QJsonArray ownEntries(const QJsonArray &all, const QJsonObject &account)
{
    QJsonArray own;
    double balance = account[u"balance"_s].toDouble();
    for (const auto &each : all) {
        QJsonObject entry = each.toObject();
        entry[u"account_id"_s] = account[u"id"_s];
        for (const QString &member : {u"account_email"_s, u"account_name"_s})
            entry.remove(member);
        if (entry.contains(u"balance_after"_s)) {
            entry[u"balance_after"_s] = std::round(balance * 1e4) / 1e4;
            balance -= entry[u"amount"_s].toDouble();
        }
        own.append(entry);
    }
    return own;
}

Answer page(const QJsonArray &all, const QUrlQuery &query)
{
    const int limit = std::max(1, query.queryItemValue(u"limit"_s).toInt());
    const QString after = query.queryItemValue(u"after"_s, QUrl::FullyDecoded);
    QJsonArray data;
    bool more = false;
    bool begun = after.isEmpty();
    if (query.queryItemValue(u"count"_s) == "true"_L1) {
        const auto total =
            std::ranges::count_if(all, [&query](const auto &each) { return passes(each.toObject(), query); });
        QUrlQuery uncounted = query;
        uncounted.removeQueryItem(u"count"_s);
        Answer answer = page(all, uncounted);
        answer.body[u"total"_s] = static_cast<int>(total);
        return answer;
    }
    for (const auto &each : all) {
        const QJsonObject item = each.toObject();
        if (!begun) {
            begun = item[u"id"_s] == after;
            continue;
        }
        if (!passes(item, query))
            continue;
        if (data.size() == limit) {
            more = true;
            break;
        }
        data.append(item);
    }
    return {
        200,
        {{u"data"_s, data}, {u"has_more"_s, more}, {u"next"_s, more ? data.last().toObject()[u"id"_s] : QJsonValue()}}};
}

Answer whole(const QJsonArray &all)
{
    return {200, {{u"data"_s, all}, {u"has_more"_s, false}, {u"next"_s, QJsonValue::Null}}};
}

std::int64_t nano(const QJsonValue &usd)
{
    return std::llround(usd.toDouble() * 1e9);
}

QJsonObject patched(QJsonObject item, const QJsonObject &changes)
{
    for (auto each = changes.begin(); each != changes.end(); ++each)
        if (each.key() != "limits"_L1)
            item[each.key()] = each.value();
    // Of limits those named change, and null takes one away.
    QJsonObject limits = item[u"limits"_s].toObject();
    const QJsonObject named = changes[u"limits"_s].toObject();
    for (auto each = named.begin(); each != named.end(); ++each)
        if (each.value().isNull())
            limits.remove(each.key());
        else
            limits[each.key()] = each.value();
    if (!named.isEmpty())
        item[u"limits"_s] = limits;
    return item;
}

} // namespace

Server::Server(int accountCount)
    : state(accountCount)
{
    std::int64_t held = 0;
    for (const auto &each : state.accounts)
        held += nano(each.toObject()[u"held"_s]);
    proof = {{u"ok"_s, true},
             {u"trial_balance"_s, 0},
             {u"accounts_checked"_s, state.accounts.size()},
             {u"entries_checked"_s, 48'213},
             {u"open_holds"_s, 3},
             {u"held"_s, usd(held)},
             {u"chain_head"_s, u"9f2c41d07be58a3364c1f0e92d7ab8150c6e4f3a91b27d5884e0c3a65f19b7d2"_s},
             {u"problems"_s, QJsonArray()}};
}

Answer Server::answer(const ApiRequest &request)
{
    const QUrl url(request.path);
    const QUrlQuery query(url);
    QStringList path = url.path(QUrl::FullyDecoded).split(u'/', Qt::SkipEmptyParts);
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QString area = path.value(0) == "admin"_L1 ? path.value(1) : path.value(0);
    if (path.value(0) == "admin"_L1)
        path.removeFirst();
    if (area.isEmpty())
        return {200, state.facts};
    if (area == "accounts"_L1)
        return accounts(request, path, body);
    if (area == "api-keys"_L1)
        return keys(request, path, body);
    if (area == "endpoints"_L1 || area == "providers"_L1)
        return endpoints(request, path, body);
    if (area == "model-aliases"_L1)
        return aliases(request, path.mid(1).join(u'/'), body);
    if (area == "pricing"_L1 && path.value(1) == "corrections"_L1)
        return corrections(request, body);
    if (area == "models"_L1 || area == "pricing-categories"_L1 || area == "pricing"_L1 || area == "plans"_L1 ||
        area == "limits"_L1)
        return pricing(request, path, body);
    if (area == "calls"_L1 || (area == "account"_L1 && path.value(1) == "calls"_L1) ||
        (area == "v1"_L1 && path.value(1) == "receipts"_L1))
        return calls(path, query);
    if (area == "overview"_L1)
        return {200, overview(state)};
    if (area == "usage"_L1)
        return {200, usagePage(usage(state, query.queryItemValue(u"period"_s), query.queryItemValue(u"group_by"_s),
                                     query.queryItemValue(u"account_id"_s)),
                               query.queryItemValue(u"after"_s), state.mostGroups)};
    if (area == "audit"_L1) {
        if (path.value(1) == "proof"_L1)
            return {200,
                    {{u"ok"_s, true}, {u"lines_checked"_s, state.audit.size()}, {u"first_bad"_s, QJsonValue::Null}}};
        return page(state.audit, query);
    }
    if (area == "ledger"_L1)
        return {200, proof};
    if (area == "sessions"_L1 || (area == "auth"_L1 && path.value(1) == "sessions"_L1))
        return sessions(request, path.value(2));
    if (area == "webhooks"_L1 || area == "invitations"_L1 || area == "mail"_L1 ||
        (area == "account"_L1 && path.value(1) == "webhooks"_L1))
        return notices(request, area == "account"_L1 ? path.mid(1) : path, body);
    if (area == "cache"_L1)
        return cache(request);
    if (area == "auth"_L1)
        return own(request, path, body);
    if (area == "billing"_L1 && path.value(1) == "settings"_L1) {
        if (request.verb != Verb::Get) {
            state.note(u"billing.settings"_s, u"billing"_s, {}, body);
            state.settings = patched(state.settings, body);
        }
        return {200, state.settings};
    }
    if (area == "projects"_L1)
        return projects(request, path, body);
    return money(request, path, body);
}

Answer Server::accounts(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    const QUrlQuery query{QUrl(request.path)};
    if (path.size() == 1 && request.verb == Verb::Get)
        return page(state.accounts, query);
    if (path.size() == 1) {
        const QString email = body[u"email"_s].toString();
        for (const auto &each : state.accounts)
            if (each.toObject()[u"email"_s].toString().compare(email, Qt::CaseInsensitive) == 0)
                return refused(400, u"There is an account with this email already."_s, u"email"_s);
        const QJsonObject made{{u"id"_s, u"acc_new%1"_s.arg(state.accounts.size())},
                               {u"email"_s, email},
                               {u"full_name"_s, body[u"full_name"_s].toString()},
                               {u"plan"_s, body[u"plan"_s].toString(u"free"_s)},
                               {u"status"_s, u"active"_s},
                               {u"balance"_s, body[u"initial_balance"_s]},
                               {u"held"_s, 0},
                               {u"available"_s, body[u"initial_balance"_s]},
                               {u"currency"_s, u"USD"_s},
                               {u"created_at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}};
        state.accounts.prepend(made);
        state.note(u"account.create"_s, made[u"id"_s].toString(), {}, made);
        return {201, made};
    }
    const QJsonObject account = find(state.accounts, path.value(1));
    if (account.isEmpty())
        return missing();
    if (path.value(2) == "sessions"_L1)
        return sessions(request, path.value(3));
    if (path.value(2) == "statement"_L1)
        return statement(query, path.value(1));
    if (path.value(2) == "billing"_L1)
        return billingProfile(request, path.value(1), body);
    if (path.size() > 2)
        return missing();
    if (request.verb == Verb::Get)
        return {200, account};
    if (request.verb == Verb::Delete) {
        remove(state.accounts, path.value(1));
        state.note(u"account.delete"_s, path.value(1), account);
        return {200, {{u"id"_s, path.value(1)}, {u"deleted"_s, true}}};
    }
    const QJsonObject changed = patched(account, body);
    replace(state.accounts, changed);
    state.note(u"account.change"_s, path.value(1), account, changed);
    return {200, changed};
}

Answer Server::keys(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    if (path.size() == 1 && request.verb == Verb::Get)
        return page(state.keys, QUrlQuery(QUrl(request.path)));
    static constexpr auto secret = "beaver_3q7Xv0mYk2Lr8TzWc5Nd1HbPf6Jg9Us4aQeRtYuIoPz"_L1;
    if (path.size() == 1 || path.value(1) == "generate"_L1) {
        const QJsonObject account = find(state.accounts, body[u"account_id"_s].toString());
        if (account.isEmpty() && !state.accounts.isEmpty() && body.contains(u"account_id"_s))
            return refused(404, u"There is no such account."_s, u"account_id"_s);
        QJsonObject key = patched({{u"id"_s, u"key_new%1"_s.arg(state.keys.size())},
                                   {u"preview"_s, u"beaver_3q7X…oPz"_s},
                                   {u"is_active"_s, true},
                                   {u"status"_s, u"active"_s},
                                   {u"account_email"_s, account[u"email"_s]},
                                   {u"account_name"_s, account[u"full_name"_s]},
                                   {u"created_at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}},
                                  body);
        state.keys.prepend(key);
        state.note(u"key.create"_s, key[u"id"_s].toString(), {}, key);
        key[u"key"_s] = QString(secret);
        if (body[u"can_sign"_s].toBool() || body[u"require_signature"_s].toBool())
            key[u"signing_secret"_s] = u"bss_6Yt2Kd9QxWm4Rz7Lp1Nc8Vb3Hf5Js0Ga"_s;
        return {201, key};
    }
    if (path.value(1) == "revoke"_L1)
        return revokeMany(body);
    QJsonObject key = find(state.keys, path.value(1));
    if (key.isEmpty())
        return missing();
    if (path.value(2) == "usage"_L1) {
        QJsonObject told = spent(state, path.value(1), key[u"status"_s] == u"active"_s ? 0.01 : 0);
        told[u"key_id"_s] = path.value(1);
        return {200, told};
    }
    if (path.value(2) == "audit"_L1)
        return page(keyAudit(state, key), QUrlQuery(QUrl(request.path)));
    if (path.value(2) == "bodies"_L1) {
        if (request.verb == Verb::Put) {
            state.keptKeys[path.value(1)] = body[u"keep"_s];
            state.note(u"key.bodies"_s, path.value(1), {}, body);
        }
        return {200, {{u"id"_s, path.value(1)}, {u"keep"_s, state.keptKeys[path.value(1)].toBool()}}};
    }
    if (path.value(2) == "signing-secret"_L1) {
        state.note(u"key.signing_secret"_s, path.value(1));
        key[u"can_sign"_s] = true;
        key[u"signing_secret"_s] = u"bss_6Yt2Kd9QxWm4Rz7Lp1Nc8Vb3Hf5Js0Ga"_s;
        return {200, key};
    }
    if (path.value(2) == "rotate"_L1) {
        state.note(u"key.rotate"_s, path.value(1));
        key[u"key"_s] = QString(secret);
        return {201, key};
    }
    if (request.verb == Verb::Delete) {
        remove(state.keys, path.value(1));
        state.note(u"key.revoke"_s, path.value(1), key);
        return {200, {{u"id"_s, path.value(1)}, {u"deleted"_s, true}}};
    }
    if (request.verb == Verb::Patch) {
        key = patched(key, body);
        key[u"status"_s] = key[u"is_active"_s].toBool() ? u"active"_s : u"paused"_s;
        replace(state.keys, key);
        state.note(u"key.change"_s, path.value(1), {}, body);
    }
    return {200, key};
}

Answer Server::revokeMany(const QJsonObject &body)
{
    const QString account = body[u"account_id"_s].toString();
    const bool dry = body[u"dry_run"_s].toBool();
    QJsonArray ids = body[u"ids"_s].toArray();
    if (!account.isEmpty())
        for (const auto &each : std::as_const(state.keys))
            if (each.toObject()[u"account_id"_s] == account && each.toObject()[u"status"_s] != "revoked"_L1)
                ids.append(each.toObject()[u"id"_s]);
    int count = 0;
    QJsonArray failed;
    for (const auto &each : std::as_const(ids)) {
        const QJsonObject key = find(state.keys, each.toString());
        const bool above = key[u"role"_s] == "owner"_L1;
        if (key.isEmpty() || above) {
            failed.append(QJsonObject{
                {u"id"_s, each},
                {u"code"_s, above ? u"role_required"_s : u"not_found"_s},
                {u"message"_s, above ? u"This key has a role above yours."_s : u"There is no such key."_s}});
            continue;
        }
        ++count;
        if (dry)
            continue;
        remove(state.keys, each.toString());
        state.note(u"key.revoke"_s, each.toString(), key);
    }
    return {200, {{u"count"_s, count}, {u"dry_run"_s, dry}, {u"failed"_s, failed}}};
}

Answer Server::endpoints(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    if (path.value(0) == "providers"_L1) {
        QJsonArray providers;
        for (const auto &[name, shown] :
             std::initializer_list<std::pair<QString, QString>>{{u"openai"_s, u"OpenAI"_s},
                                                                {u"anthropic"_s, u"Anthropic"_s},
                                                                {u"google"_s, u"Google"_s},
                                                                {u"deepseek"_s, u"DeepSeek"_s},
                                                                {u"perplexity"_s, u"Perplexity"_s},
                                                                {u"xai"_s, u"xAI"_s},
                                                                {u"openrouter"_s, u"OpenRouter"_s},
                                                                {u"litellm"_s, u"LiteLLM"_s},
                                                                {u"openai_compatible"_s, u"OpenAI-compatible"_s}})
            providers.append(QJsonObject{{u"name"_s, name}, {u"display_name"_s, shown}});
        return whole(providers);
    }
    if (path.size() == 1 && request.verb == Verb::Get)
        return whole(state.endpoints);
    if (path.size() == 1) {
        QJsonObject made = state.endpoints.first().toObject();
        made = patched(made, body);
        made[u"id"_s] = u"end_new%1"_s.arg(state.endpoints.size());
        made[u"source"_s] = u"admin"_s;
        made[u"status"_s] = u"active"_s;
        made.remove(u"credential"_s);
        state.endpoints.append(made);
        state.note(u"endpoint.create"_s, body[u"name"_s].toString(), {}, made);
        return {201, made};
    }
    QJsonObject endpoint = find(state.endpoints, path.value(1));
    if (endpoint.isEmpty())
        return missing();
    const QString verb = path.value(2);
    if (verb == "check"_L1) {
        const bool down = endpoint[u"health"_s][u"state"_s] == "down"_L1;
        return {200,
                {{u"id"_s, path.value(1)},
                 {u"kind"_s, u"check"_s},
                 {u"ok"_s, !down},
                 {u"status"_s, down ? 0 : 200},
                 {u"took_ms"_s, 138},
                 {u"detail"_s, down ? u"Connection refused."_s : QString()}}};
    }
    if (verb == "pause"_L1 || verb == "resume"_L1 || verb == "drain"_L1) {
        endpoint[u"status"_s] = verb == "pause"_L1 ? u"paused"_s : verb == "drain"_L1 ? u"draining"_s : u"active"_s;
        state.note(u"endpoint."_s + verb, endpoint[u"name"_s].toString());
    } else if (request.verb == Verb::Delete) {
        remove(state.endpoints, path.value(1));
        state.note(u"endpoint.delete"_s, endpoint[u"name"_s].toString(), endpoint);
        return {200, {{u"id"_s, path.value(1)}, {u"deleted"_s, true}}};
    } else if (request.verb == Verb::Patch) {
        QJsonObject changes = body;
        changes.remove(u"credential"_s);
        endpoint = patched(endpoint, changes);
        state.note(u"endpoint.change"_s, endpoint[u"name"_s].toString(), {}, changes);
    }
    replace(state.endpoints, endpoint);
    return {200, endpoint};
}

/// One owner's limits, or who is near one.
Answer Server::limits(const ApiRequest &request, const QStringList &path)
{
    if (path.size() == 1) {
        const QUrlQuery query{QUrl(request.path)};
        const QString scope = query.queryItemValue(u"scope"_s);
        const QString owner = query.queryItemValue(u"id"_s);
        const QJsonObject found = find(scope == "key"_L1       ? state.keys
                                       : scope == "plan"_L1    ? state.plans
                                       : scope == "project"_L1 ? state.projects
                                                               : state.accounts,
                                       owner);
        return found.isEmpty()
                   ? missing()
                   : Answer{200, {{u"scope"_s, scope}, {u"id"_s, owner}, {u"limits"_s, found[u"limits"_s].toObject()}}};
    }
    QJsonArray near;
    for (int i = 0; i < 6 && i < state.accounts.size(); ++i) {
        const QJsonObject account = state.accounts[(i * 7 + 4) % state.accounts.size()].toObject();
        const double limit = i % 2 ? 600 : 200'000;
        const double used = std::round(limit * (0.98 - 0.09 * i));
        near.append(QJsonObject{{u"scope"_s, u"account"_s},
                                {u"id"_s, account[u"id"_s]},
                                {u"account_id"_s, account[u"id"_s]},
                                {u"name"_s, i % 2 ? u"requests_per_minute"_s : u"requests_per_month"_s},
                                {u"limit"_s, limit},
                                {u"used"_s, used},
                                {u"remaining"_s, limit - used},
                                {u"percent"_s, std::round(used / limit * 1e6) / 1e4},
                                {u"shadow"_s, i == 3}});
    }
    return whole(near);
}

Answer Server::priceHistory(const QString &id)
{
    const QJsonObject model = find(state.models, id);
    if (model.isEmpty())
        return missing();
    const auto version = [&](int number, qint64 secondsAgo, const QString &source, double times) {
        QJsonObject tier = model[u"list_prices"_s].toArray().first().toObject();
        for (const QString &member : {u"input"_s, u"output"_s, u"cached_read"_s})
            if (tier.contains(member))
                tier[member] = tier[member].toDouble() * times;
        return QJsonObject{{u"valid_from"_s, state.time(secondsAgo)},
                           {u"source"_s, source},
                           {u"price_state"_s, u"priced"_s},
                           {u"price_version"_s, number},
                           {u"list_prices"_s, QJsonArray{tier}}};
    };
    QJsonArray versions = state.scheduled[id].toArray();
    versions.append(version(3, 86'400 * 9, u"admin"_s, 1));
    versions.append(version(2, 86'400 * 80, u"import"_s, 2));
    versions.append(version(1, 86'400 * 300, u"catalogue"_s, 4));
    return {200,
            {{u"model"_s, model[u"id"_s]},
             {u"data"_s, versions},
             {u"has_more"_s, false},
             {u"next"_s, QJsonValue::Null},
             {u"categories"_s, QJsonArray{QJsonObject{{u"from"_s, u"PREMIUM"_s},
                                                      {u"to"_s, model[u"category"_s]},
                                                      {u"actor"_s, QJsonValue::Null},
                                                      {u"at"_s, state.time(86'400 * 8)}}}}}};
}

QJsonArray Server::listedModels() const
{
    QJsonArray models = state.models;
    for (QJsonValueRef each : models) {
        QJsonObject model = each.toObject();
        const QJsonArray coming = state.scheduled[model[u"id"_s].toString()].toArray();
        model[u"price_changes_at"_s] = coming.isEmpty() ? QJsonValue() : coming.last()[u"valid_from"_s];
        each = model;
    }
    return models;
}

/// What is under /admin/pricing itself.
Answer Server::pricingPolicy(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    const QJsonArray moves{QJsonObject{{u"model"_s, u"deepseek-chat"_s},
                                       {u"from"_s, u"BUDGET"_s},
                                       {u"to"_s, u"MID_RANGE"_s},
                                       {u"markup_percent"_s, 20},
                                       {u"blended"_s, 0.685}},
                           QJsonObject{{u"model"_s, u"gpt-4o"_s},
                                       {u"from"_s, u"MID_RANGE"_s},
                                       {u"to"_s, u"PREMIUM"_s},
                                       {u"markup_percent"_s, 15},
                                       {u"blended"_s, 6.25}}};
    if (path.value(1) == "what-if"_L1) {
        QJsonObject told = simulate(state, body[u"pricing_policy"_s].toString(), body[u"markups"_s].toObject());
        told[u"changes"_s] = body.contains(u"percentiles"_s) ? moves : QJsonArray();
        return {200, told};
    }
    if (path.size() == 1) {
        if (request.verb == Verb::Patch) {
            const QString wanted = body[u"pricing_policy"_s].toString();
            const QString before = state.pricing[u"pricing_policy"_s].toString();
            state.pricing[u"pricing_policy"_s] = wanted.isEmpty() ? state.pricing[u"configured"_s].toString() : wanted;
            state.pricing[u"source"_s] = wanted.isEmpty() ? u"BEAVER_PRICING"_s : u"setting"_s;
            state.note(u"pricing.policy"_s, u"gateway"_s, before, wanted);
        }
        return {200, state.pricing};
    }
    if (path.value(1) == "recalculate"_L1) {
        const bool dry = !request.path.contains("dry_run=false"_L1);
        if (!dry)
            state.note(u"pricing.recalculate"_s, u"31 models"_s);
        return {200, {{u"applied"_s, !dry}, {u"models"_s, 31}, {u"changes"_s, moves}, {u"cuts"_s, QJsonArray()}}};
    }
    return path.value(1) == "history"_L1 ? whole({}) : missing();
}

Answer Server::pricing(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    const QString area = path.value(0);
    const QString id = path.mid(1).join(u'/');
    const bool reads = request.verb == Verb::Get;
    if (area == "pricing"_L1)
        return pricingPolicy(request, path, body);
    QJsonArray &list = area == "models"_L1 ? state.models : area == "plans"_L1 ? state.plans : state.categories;
    if (area == "limits"_L1)
        return limits(request, path);
    if (area == "models"_L1 && id == "import"_L1)
        return importMap(request, body);
    if (area == "models"_L1 && request.verb == Verb::Delete && path.last() == "prices"_L1) {
        const QString model = id.chopped(7);
        const QString version = QUrlQuery(QUrl(request.path)).queryItemValue(u"version"_s);
        QJsonArray left = state.scheduled[model].toArray();
        for (qsizetype i = 0; i < left.size(); ++i)
            if (QString::number(left[i].toObject()[u"price_version"_s].toInt()) == version) {
                left.removeAt(i);
                state.scheduled[model] = left;
                state.note(u"model.withdraw_price"_s, model);
                return {200, {{u"model"_s, model}, {u"deleted"_s, true}}};
            }
        return missing();
    }
    if (area == "models"_L1 && reads && path.last() == "prices"_L1)
        return priceHistory(id.chopped(7));
    if (id.isEmpty() && reads)
        return area == "models"_L1 ? page(listedModels(), QUrlQuery(QUrl(request.path))) : whole(list);
    if (id.isEmpty()) {
        QJsonObject made = body;
        if (!made.contains(u"id"_s))
            made[u"id"_s] = body[u"name"_s];
        if (!find(list, made[u"id"_s].toString()).isEmpty())
            return refused(400, u"There is one with this name already."_s, u"name"_s);
        if (area == "models"_L1) {
            made[u"is_active"_s] = true;
            made[u"price_state"_s] = u"priced"_s;
            made[u"category"_s] = u"MID_RANGE"_s;
            made[u"list_prices"_s] = QJsonArray{body[u"list_prices"_s].toObject()};
        }
        list.prepend(made);
        state.note(area.chopped(1) + u".create"_s, made[u"id"_s].toString(), {}, made);
        return {201, made};
    }
    QJsonObject item = find(list, id);
    if (item.isEmpty())
        return missing();
    if (area == "plans"_L1 && body.contains(u"position"_s)) {
        for (auto each : state.plans) {
            QJsonObject plan = each.toObject();
            plan[u"is_default"_s] = plan[u"id"_s] == id;
            each = plan;
        }
        return {200, find(state.plans, id)};
    }
    if (request.verb == Verb::Patch) {
        QJsonObject changes = body;
        if (changes[u"list_prices"_s].isObject())
            changes[u"list_prices"_s] = QJsonArray{changes[u"list_prices"_s]};
        if (const QString at = changes.take(u"valid_from"_s).toString(); !at.isEmpty()) {
            if (at <= state.time(0))
                return refused(400, u"'valid_from' takes a time in the future, within a year."_s, u"valid_from"_s);
            QJsonArray coming = state.scheduled[id].toArray();
            coming.prepend(QJsonObject{{u"valid_from"_s, at},
                                       {u"source"_s, u"admin"_s},
                                       {u"price_state"_s, u"priced"_s},
                                       {u"price_version"_s, 900 + static_cast<int>(coming.size())},
                                       {u"list_prices"_s, changes[u"list_prices"_s]}});
            state.scheduled[id] = coming;
            state.note(u"model.schedule"_s, id, {}, coming.first());
            return {200, item};
        }
        const QJsonObject before = item;
        if (area == "pricing-categories"_L1 && body[u"percentile"_s].toInt() > 99)
            return refused(400, u"'percentile' takes 21 to 59, between the categories beside it."_s, u"percentile"_s);
        item = patched(item, changes);
        replace(list, item);
        state.note(area.chopped(1) + u".change"_s, id, before, item);
    } else if (request.verb == Verb::Delete) {
        if (area == "plans"_L1 && item[u"accounts"_s].toInt() > 0)
            return refused(
                409, u"%1 accounts are on this plan. Move them to another first."_s.arg(item[u"accounts"_s].toInt()));
        remove(list, id);
        state.note(area.chopped(1) + u".delete"_s, id, item);
    }
    return {200, item};
}

Answer Server::invoices(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    if (request.verb == Verb::Get)
        return path.size() == 1 ? page(state.invoices, QUrlQuery(QUrl(request.path)))
                                : Answer{200, find(state.invoices, path.value(1))};
    if (path.size() == 3) {
        QJsonObject invoice = find(state.invoices, path.value(1));
        invoice[u"status"_s] = path.value(2);
        return replace(state.invoices, invoice) ? Answer{200, invoice} : missing();
    }
    const QJsonObject account = find(state.accounts, body[u"account_id"_s].toString());
    const QString month = body[u"month"_s].toString();
    if (account.isEmpty())
        return refused(404, u"There is no such account."_s, u"account_id"_s);
    for (const auto &each : std::as_const(state.invoices))
        if (each.toObject()[u"account_id"_s] == account[u"id"_s] && each.toObject()[u"period"_s] == month &&
            each.toObject()[u"status"_s] != "void"_L1)
            return {200, each.toObject()};
    QJsonObject made = state.invoices.first().toObject();
    made[u"id"_s] = u"inv_new%1"_s.arg(state.invoices.size());
    made[u"number"_s] = u"BV-2026-%1"_s.arg(216 + state.invoices.size() - 36, 5, 10, QLatin1Char('0'));
    for (const QString &name : {u"id"_s, u"email"_s})
        made[u"account_"_s + name] = account[name];
    made[u"account_name"_s] = account[u"full_name"_s];
    made[u"period"_s] = month;
    made[u"status"_s] = u"issued"_s;
    made[u"issued_at"_s] = state.time(0);
    state.invoices.prepend(made);
    state.note(u"invoice.make"_s, made[u"id"_s].toString(), {}, made);
    return {201, made};
}

Answer Server::vouchers(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    if (request.verb == Verb::Delete) {
        QJsonObject voucher = find(state.vouchers, path.value(1));
        voucher[u"revoked_at"_s] = state.time(0);
        return replace(state.vouchers, voucher) ? Answer{200, voucher} : missing();
    }
    if (request.verb == Verb::Get)
        return page(state.vouchers, QUrlQuery(QUrl(request.path)));
    if (!request.idempotencyKey.isEmpty())
        return refused(400, u"Codes are shown once and kept nowhere: they can't be given again."_s,
                       u"Idempotency-Key"_s);
    QJsonArray all;
    for (int i = body[u"count"_s].toInt(1); i > 1; --i)
        all.append(QJsonObject{{u"code"_s, u"BEAVER-7KQ2M9X%1"_s.arg(i)}});
    QJsonObject made = patched({{u"id"_s, u"vou_new%1"_s.arg(state.vouchers.size())},
                                {u"code"_s, u"BEAVER-7KQ2M9XD"_s},
                                {u"uses"_s, 0},
                                {u"max_uses"_s, 1},
                                {u"created_at"_s, state.time(0)}},
                               body);
    state.vouchers.prepend(made);
    all.prepend(made);
    return {201, {{u"data"_s, all}}};
}

/// Money in or out by hand.
Answer Server::booking(const QString &area, const QJsonObject &body)
{
    QJsonObject account = find(state.accounts, body[u"account_id"_s].toString());
    if (account.isEmpty())
        return refused(404, u"There is no such account."_s, u"account_id"_s);
    if (area != "top-up"_L1 && body[u"reason"_s].toString().isEmpty())
        return refused(400, u"This field is required: a text."_s, u"reason"_s);
    const std::int64_t balance = nano(account[u"balance"_s]) + nano(body[u"amount"_s]);
    account[u"balance"_s] = usd(balance);
    account[u"available"_s] = usd(balance - nano(account[u"held"_s]));
    replace(state.accounts, account);
    const QJsonObject transaction{{u"id"_s, u"txn_new%1"_s.arg(state.transactions.size())},
                                  {u"account_id"_s, account[u"id"_s]},
                                  {u"account_email"_s, account[u"email"_s]},
                                  {u"type"_s, area == "top-up"_L1 ? u"top_up"_s : area.chopped(1)},
                                  {u"amount"_s, body[u"amount"_s]},
                                  {u"balance_after"_s, usd(balance)},
                                  {u"description"_s, body[area == "top-up"_L1 ? u"description"_s : u"reason"_s]},
                                  {u"created_at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)}};
    state.transactions.prepend(transaction);
    if (area == "refunds"_L1)
        state.refunds.prepend(
            QJsonObject{{u"id"_s, u"rfd_new%1"_s.arg(state.refunds.size())},
                        {u"account_id"_s, account[u"id"_s]},
                        {u"kind"_s, body[u"reference"_s].toString().startsWith("req_"_L1) ? u"call"_s : u"payment"_s},
                        {u"reference"_s, body[u"reference"_s]},
                        {u"amount"_s, body[u"amount"_s]},
                        {u"reason"_s, body[u"reason"_s]},
                        {u"status"_s, u"posted"_s},
                        {u"transaction_id"_s, transaction[u"id"_s]},
                        {u"actor"_s, u"acc_administrator"_s},
                        {u"created_at"_s, transaction[u"created_at"_s]}});
    state.note(u"ledger."_s + QString(area).replace(u'-', u'_'), account[u"id"_s].toString(), {}, transaction);
    return {200, {{u"transaction"_s, transaction}, {u"account"_s, account}}};
}

Answer Server::money(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    const QString area = path.value(0);
    const QUrlQuery query{QUrl(request.path)};
    const bool reads = request.verb == Verb::Get;
    if (area == "transactions"_L1)
        return page(state.transactions, query);
    if (area == "invoices"_L1)
        return invoices(request, path, body);
    if (area == "refunds"_L1 && reads)
        return page(state.refunds, query);
    if (area == "vouchers"_L1)
        return vouchers(request, path, body);
    if (area == "top-up"_L1 || area == "refunds"_L1 || area == "adjustments"_L1)
        return booking(area, body);
    if (area == "account"_L1) {
        const QJsonObject account = state.accounts.isEmpty() ? QJsonObject() : state.accounts.first().toObject();
        if (path.value(1) == "balance"_L1)
            return {200,
                    {{u"balance"_s, account[u"balance"_s]},
                     {u"held"_s, account[u"held"_s]},
                     {u"available"_s, account[u"available"_s]},
                     {u"currency"_s, u"USD"_s}}};
        if (path.value(1) == "billing"_L1 && path.size() == 2)
            return {200,
                    {{u"balance"_s, account[u"balance"_s]},
                     {u"held"_s, account[u"held"_s]},
                     {u"available"_s, account[u"available"_s]},
                     {u"currency"_s, u"USD"_s},
                     {u"plan"_s, account[u"plan"_s]},
                     {u"spend_this_month"_s, 41.27},
                     {u"spend_last_month"_s, 63.5},
                     {u"invoices"_s, QJsonArray()}}};
        if (path.value(1) == "limits"_L1) {
            const auto standing = [this](const QString &scope, const QString &name, double limit, double used) {
                return QJsonObject{{u"scope"_s, scope},
                                   {u"name"_s, name},
                                   {u"limit"_s, limit},
                                   {u"used"_s, used},
                                   {u"remaining"_s, limit - used},
                                   {u"resets_at"_s, state.time(name == "requests_per_minute"_L1 ? -40 : -86'400)},
                                   {u"shadow"_s, name == "tokens_per_day"_L1}};
            };
            return whole({standing(u"account"_s, u"spend_per_month"_s, 250, 236.5),
                          standing(u"plan"_s, u"tokens_per_day"_s, 2'000'000, 811'204),
                          standing(u"plan"_s, u"requests_per_minute"_s, 600, 12)});
        }
        if (path.value(1) == "alerts"_L1) {
            for (auto each = body.begin(); each != body.end(); ++each)
                state.alerts[each.key()] = each.value();
            return {200, state.alerts};
        }
        if (path.value(1) == "statement"_L1)
            return statement(query, account[u"id"_s].toString());
        if (path.value(1) == "billing"_L1 && path.value(2) == "profile"_L1)
            return billingProfile(request, account[u"id"_s].toString(), body);
        if (path.value(1) == "transactions"_L1)
            return page(ownEntries(state.transactions, account), query);
        if (path.value(1) == "invoices"_L1)
            return page(ownEntries(state.invoices, account), query);
        if (path.value(1) == "usage"_L1)
            return {200, usagePage(usage(state, query.queryItemValue(u"period"_s), query.queryItemValue(u"group_by"_s),
                                         account[u"id"_s].toString()),
                                   query.queryItemValue(u"after"_s), state.mostGroups)};
    }
    return missing();
}

Answer Server::calls(const QStringList &path, const QUrlQuery &asked) const
{
    QUrlQuery query = asked;
    const auto taken = [&query](const QString &name) {
        const QString value = query.queryItemValue(name, QUrl::FullyDecoded);
        query.removeQueryItem(name);
        return value;
    };
    for (const QString &name : {u"account"_s, u"key"_s, u"project"_s})
        if (const QString value = taken(name); !value.isEmpty())
            query.addQueryItem(name + u"_id"_s, value);
    const QDateTime from = QDateTime::fromString(taken(u"from"_s), Qt::ISODateWithMs);
    const QDateTime until = QDateTime::fromString(taken(u"until"_s), Qt::ISODateWithMs);
    const bool failed = query.queryItemValue(u"outcome"_s) == "failed"_L1;
    if (failed)
        query.removeQueryItem(u"outcome"_s);
    const auto fits = [&](const QJsonObject &call) {
        const QDateTime at = QDateTime::fromString(call[u"started_at"_s].toString(), Qt::ISODateWithMs);
        return (!from.isValid() || at >= from) && (!until.isValid() || at < until) &&
               (!failed || call[u"status"_s].toInt() >= 400) && passes(call, query);
    };
    const auto placeOf = [](const QString &id) {
        return static_cast<int>(0x8f2c9000u - static_cast<std::uint32_t>(id.mid(4).toUInt(nullptr, 16)));
    };
    const bool own = path.value(0) == "account"_L1;
    if (path.last() == "bodies"_L1) {
        const int place = placeOf(path.value(path.size() - 2));
        if (place < 0 || place >= state.callCount() || place % 2 == 1)
            return refused(404, u"Nothing is kept of this call."_s, u"id"_s);
        const QString model = state.call(place)[u"model"_s].toString();
        const QString said =
            u"{\"model\":\"%1\",\"messages\":[{\"role\":\"user\",\"content\":\"How do beavers build?\"}]}"_s;
        return {200,
                {{u"id"_s, path.value(path.size() - 2)},
                 {u"account_id"_s, state.call(place)[u"account_id"_s]},
                 {u"request"_s, said.arg(model)},
                 {u"answer"_s,
                  u"data: {\"choices\":[{\"delta\":{\"content\":\"With sticks and mud.\"}}]}\n\ndata: [DONE]\n"_s}}};
    }
    if (path.last().startsWith("req_"_L1)) {
        const int place = placeOf(path.last());
        if (place < 0 || place >= state.callCount() || (own && !state.isOwnCall(place)))
            return missing();
        QJsonObject receipt = state.receipt(place);
        if (own)
            receipt[u"call"_s] = state.ownCall(receipt[u"call"_s].toObject());
        return {200, receipt};
    }
    const int limit = std::max(1, query.queryItemValue(u"limit"_s).toInt());
    const QString after = query.queryItemValue(u"after"_s);
    QJsonArray data;
    bool more = false;
    constexpr int lookedAt = 1'000;
    int looked = 0;
    QJsonValue last;
    for (int place = after.isEmpty() ? 0 : placeOf(after) + 1; place < state.callCount(); ++place) {
        // A page looks at so many calls, as the real one does, and the next goes on from there.
        if (++looked > lookedAt) {
            last = state.call(place - 1)[u"id"_s];
            more = true;
            break;
        }
        if (own && !state.isOwnCall(place))
            continue;
        const QJsonObject call = own ? state.ownCall(state.call(place)) : state.call(place);
        if (from.isValid() && QDateTime::fromString(call[u"started_at"_s].toString(), Qt::ISODateWithMs) < from)
            break;
        if (!fits(call))
            continue;
        if (data.size() == limit) {
            more = true;
            break;
        }
        data.append(call);
        last = call[u"id"_s];
    }
    return {200, {{u"data"_s, data}, {u"has_more"_s, more}, {u"next"_s, more ? last : QJsonValue()}}};
}

QString Server::modelAnswer(const QJsonObject &asked) const
{
    const QString model = asked[u"model"_s].toString();
    if (model.startsWith("gpt"_L1) || model.contains("echo"_L1))
        return QStringLiteral(R"(Use a **token bucket per API key** and refill it lazily:

```python
import time

class TokenBucket:
    def __init__(self, rate, capacity):
        self.rate, self.capacity = rate, capacity
        self.level, self.last = capacity, time.monotonic()

    def take(self, tokens):
        now = time.monotonic()
        self.level = min(self.capacity, self.level + (now - self.last) * self.rate)
        self.last = now
        if self.level < tokens:
            return False          # the caller answers 429
        self.level -= tokens
        return True
```

Idle keys cost nothing, because nothing runs between two requests. Keep the buckets in a map with an eviction rule.)");
    return QStringLiteral(
        R"(Here is a small **token-bucket limiter** to run in front of a service. It keeps one bucket for each key and refills it lazily.

### How it works

1. Each key owns a bucket with a `capacity` and a `rate` in tokens per second.
2. On a request the bucket is refilled for the time since the last one.
3. If fewer tokens than wanted are left, answer `429` with `Retry-After`.

```cpp
class TokenBucket {
public:
    TokenBucket(double rate, double capacity)
        : m_rate(rate), m_capacity(capacity), m_level(capacity) {}

    bool take(double tokens, Clock::time_point now) {
        const std::chrono::duration<double> passed = now - m_last;
        m_level = std::min(m_capacity, m_level + passed.count() * m_rate);
        m_last = now;
        if (m_level < tokens)
            return false;   // the caller answers 429
        m_level -= tokens;
        return true;
    }
};
```

| Plan | Rate (tokens/s) | Burst |
|:-----|-----:|-----:|
| Free | 2,000 | 10,000 |
| Pro | 20,000 | 80,000 |
| Enterprise | 120,000 | 400,000 |

Two things to watch: the clock must be *steady*, and the map of buckets needs an eviction rule. See [RFC 6585](https://www.rfc-editor.org/rfc/rfc6585) for the status.)");
}

} // namespace beaver::admin::fake
