#include <admin-ui/client/fake_server.h>

#include <cmath>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

Answer refusal(int status, const QString &message, const QString &param)
{
    return {status,
            {{u"error"_s, QJsonObject{{u"message"_s, message}, {u"param"_s, param}, {u"code"_s, QJsonValue::Null}}}}};
}

Answer listed(const QJsonArray &all)
{
    return {200, {{u"data"_s, all}, {u"has_more"_s, false}, {u"next"_s, QJsonValue::Null}}};
}

} // namespace

Answer Server::aliases(const ApiRequest &request, const QString &alias, const QJsonObject &body)
{
    const auto place = [](const QString &model, const QString &name) {
        return QJsonObject{{u"alias"_s, name}, {u"model"_s, model}};
    };
    if (request.verb == Verb::Get) {
        QJsonArray all;
        for (const auto &each : state.models)
            for (const auto &name : each.toObject()[u"aliases"_s].toArray())
                all.append(place(each.toObject()[u"id"_s].toString(), name.toString()));
        return listed(all);
    }
    const QString name = request.verb == Verb::Post ? body[u"alias"_s].toString() : alias;
    const QString wanted = body[u"model"_s].toString();
    QJsonObject holder;
    for (const auto &each : state.models)
        if (each.toObject()[u"aliases"_s].toArray().contains(name))
            holder = each.toObject();
    if (request.verb == Verb::Post && (!holder.isEmpty() || !find(state.models, name).isEmpty()))
        return refusal(409, u"'%1' is the name of a model or an alias already."_s.arg(name), u"alias"_s);
    if (request.verb != Verb::Post && holder.isEmpty())
        return refusal(404, u"There is no such alias."_s, {});
    if (request.verb != Verb::Delete && find(state.models, wanted).isEmpty())
        return refusal(400, u"There is no model '%1'."_s.arg(wanted), u"model"_s);
    if (!holder.isEmpty()) {
        QJsonArray left;
        for (const auto &each : holder[u"aliases"_s].toArray())
            if (each != name)
                left.append(each);
        holder[u"aliases"_s] = left;
        replace(state.models, holder);
    }
    if (request.verb != Verb::Delete) {
        QJsonObject model = find(state.models, wanted);
        QJsonArray names = model[u"aliases"_s].toArray();
        names.append(name);
        model[u"aliases"_s] = names;
        replace(state.models, model);
    }
    state.note(request.verb == Verb::Post     ? u"alias.create"_s
               : request.verb == Verb::Delete ? u"alias.delete"_s
                                              : u"alias.change"_s,
               name);
    return request.verb == Verb::Delete ? Answer{200, {{u"alias"_s, name}, {u"deleted"_s, true}}}
                                        : Answer{request.verb == Verb::Post ? 201 : 200, place(wanted, name)};
}

/// Reads what the demo needs of LiteLLM's price map: input and output prices of a token.
Answer Server::importMap(const ApiRequest &request, const QJsonObject &map)
{
    const bool dry = request.path.contains("dry_run=true"_L1);
    const auto priceOf = [](double input, double output) {
        return QJsonObject{
            {u"price_state"_s, u"priced"_s},
            {u"list_prices"_s,
             QJsonArray{QJsonObject{{u"from_input_tokens"_s, 0}, {u"input"_s, input}, {u"output"_s, output}}}}};
    };
    QJsonArray changes;
    QJsonArray problems;
    int added = 0;
    int repriced = 0;
    int unchanged = 0;
    for (auto each = map.begin(); each != map.end(); ++each) {
        const QJsonObject entry = each->toObject();
        if (!entry.contains(u"input_cost_per_token"_s)) {
            problems.append(each.key() + u": has no price"_s);
            continue;
        }
        const auto perMillion = [&entry](const QString &name) {
            return std::round(entry[name].toDouble() * 1e12) / 1e6;
        };
        const QJsonObject price =
            priceOf(perMillion(u"input_cost_per_token"_s), perMillion(u"output_cost_per_token"_s));
        QJsonObject model = find(state.models, each.key());
        const bool known = !model.isEmpty();
        const QJsonValue tier = model[u"list_prices"_s][0];
        if (known && tier[u"input"_s] == price[u"list_prices"_s][0][u"input"_s] &&
            tier[u"output"_s] == price[u"list_prices"_s][0][u"output"_s]) {
            ++unchanged;
            continue;
        }
        ++(known ? repriced : added);
        changes.append(QJsonObject{
            {u"model"_s, each.key()},
            {u"provider"_s, entry[u"litellm_provider"_s]},
            {u"was"_s,
             known ? QJsonValue(priceOf(tier[u"input"_s].toDouble(), tier[u"output"_s].toDouble())) : QJsonValue()},
            {u"becomes"_s, price}});
        if (dry)
            continue;
        if (known) {
            model[u"list_prices"_s] = price[u"list_prices"_s];
            replace(state.models, model);
        } else {
            state.models.append(QJsonObject{{u"id"_s, each.key()},
                                            {u"provider"_s, entry[u"litellm_provider"_s]},
                                            {u"name"_s, each.key()},
                                            {u"is_active"_s, true},
                                            {u"category"_s, u"MID_RANGE"_s},
                                            {u"aliases"_s, QJsonArray()},
                                            {u"price_state"_s, u"priced"_s},
                                            {u"price_version"_s, 1},
                                            {u"list_prices"_s, price[u"list_prices"_s]}});
        }
    }
    if (!dry)
        state.note(u"models.import"_s, u"catalogue"_s);
    return {200,
            {{u"applied"_s, !dry},
             {u"added"_s, added},
             {u"repriced"_s, repriced},
             {u"unchanged"_s, unchanged},
             {u"skipped"_s, 0},
             {u"refused"_s, problems.size()},
             {u"problems"_s, problems},
             {u"changes"_s, changes}}};
}

/// Its calls are the newest ones of the model, whenever they were.
Answer Server::corrections(const ApiRequest &request, const QJsonObject &body)
{
    if (request.verb == Verb::Get)
        return listed(state.corrections);
    const QString model = body[u"model"_s].toString();
    if (find(state.models, model).isEmpty())
        return refusal(400, u"There is no model '%1'."_s.arg(model), u"model"_s);
    const QString from = body[u"from"_s].toString();
    const QString until = body[u"until"_s].toString(state.time(0));
    if (from >= until)
        return refusal(400, u"'until' takes a time after 'from' that isn't in the future."_s, u"until"_s);
    const bool free = body[u"free"_s].toBool();
    if (free == body.contains(u"list_prices"_s))
        return refusal(400, u"Either 'list_prices' or 'free': true is expected: the price that was right."_s,
                       u"list_prices"_s);
    const double right = free ? 0 : body[u"list_prices"_s].toObject()[u"input"_s].toDouble();
    const double wrong = find(state.models, model)[u"list_prices"_s][0][u"input"_s].toDouble();
    const bool dry = body[u"dry_run"_s].toBool(true);
    const auto rounded = [](double usd) { return std::round(usd * 1e9) / 1e9; };
    QJsonArray sample;
    double refunded = 0;
    double charged = 0;
    int calls = 0;
    for (int place = 0; right != wrong && place < state.callCount() && place < 2'000; ++place) {
        const QJsonObject call = state.call(place);
        const double was = call[u"cost"_s].toDouble();
        if (call[u"model"_s] != model || was == 0)
            continue;
        const double becomes = rounded(was * right / wrong);
        (becomes < was ? refunded : charged) += std::abs(was - becomes);
        if (++calls <= 100)
            sample.append(QJsonObject{{u"call_id"_s, call[u"id"_s]},
                                      {u"account_id"_s, call[u"account_id"_s]},
                                      {u"was"_s, was},
                                      {u"becomes"_s, becomes},
                                      {u"amount"_s, rounded(was - becomes)}});
    }
    QJsonObject made{{u"id"_s, dry ? QJsonValue() : QJsonValue(u"cor_new%1"_s.arg(state.corrections.size()))},
                     {u"model"_s, model},
                     {u"from"_s, from},
                     {u"until"_s, until},
                     {u"reason"_s, body[u"reason"_s].toString(u"Price correction: "_s + model)},
                     {u"actor"_s, u"acc_administrator"_s},
                     {u"status"_s, dry ? u"dry_run"_s : u"done"_s},
                     {u"calls"_s, calls},
                     {u"refunded"_s, rounded(refunded)},
                     {u"charged"_s, rounded(charged)},
                     {u"uncollected"_s, 0},
                     {u"currency"_s, u"USD"_s},
                     {u"created_at"_s, state.time(0)}};
    if (dry) {
        made[u"sample"_s] = sample;
    } else {
        state.corrections.prepend(made);
        state.note(u"pricing.correct"_s, model, {}, made);
    }
    return {200, made};
}

} // namespace beaver::admin::fake
