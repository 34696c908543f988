#include <admin-ui/client/fake_server.h>

#include <algorithm>
#include <cstdlib>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

Answer refusal(int status, const QString &message, const QString &param, const QString &code = {})
{
    return {status, {{u"error"_s, QJsonObject{{u"message"_s, message}, {u"param"_s, param}, {u"code"_s, code}}}}};
}

Answer listed(const QJsonArray &all)
{
    return {200, {{u"data"_s, all}, {u"has_more"_s, false}, {u"next"_s, QJsonValue::Null}}};
}

/// Ten, as the server makes them.
QJsonArray recoveryCodes(std::uint32_t generation)
{
    QJsonArray codes;
    for (std::uint32_t i = 0; i < 10; ++i)
        codes.append(u"%1-%2"_s.arg(noise(i, generation) % 100'000, 5, 10, QLatin1Char('0'))
                         .arg(noise(i, generation + 1) % 100'000, 5, 10, QLatin1Char('0')));
    return codes;
}

/// Three corners, as in every QR code, and some modules between them; no camera reads it.
QString qrSvg()
{
    QString svg = u"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 41 41\"><path fill=\"#fff\" "
                  "d=\"M0 0h41v41H0z\"/><path d=\""_s;
    const auto corner = [](int x, int y) {
        const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
        return x < 7 && y < 7 && ring != 2;
    };
    for (int y = 0; y < 33; ++y)
        for (int x = 0; x < 33; ++x) {
            const bool framed = (x < 8 || x > 24) && (y < 8 || y > 24) && !(x > 24 && y > 24);
            if (framed ? corner(x > 24 ? 32 - x : x, y > 24 ? 32 - y : y)
                       : noise(static_cast<std::uint32_t>(y * 33 + x), 77) % 2 == 0)
                svg += u"M%1 %2h1v1h-1z"_s.arg(x + 4).arg(y + 4);
        }
    return svg + u"\"/></svg>"_s;
}

} // namespace

Answer Server::own(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    if (path.value(1) == "me"_L1 && request.verb == Verb::Delete)
        return body[u"password"_s] == u"wrong"_s ? refusal(403, u"The password is wrong."_s, u"password"_s)
                                                 : Answer{200, {{u"deleted"_s, true}}};
    if (path.value(1) == "me"_L1) {
        if (request.verb == Verb::Patch)
            for (auto each = body.begin(); each != body.end(); ++each) {
                if (each.key() == "time_zone"_L1 && each.value() == u"Nowhere"_s)
                    return refusal(422, u"time_zone takes the name of an IANA time zone."_s, u"time_zone"_s);
                state.own[each.key()] = each.value();
            }
        return {200, state.own};
    }
    if (path.value(1) == "register"_L1 || path.value(1) == "email"_L1)
        return registration(path.last(), body);
    if (path.value(1) == "logout"_L1) {
        state.sessions = {};
        return {200, {{u"ok"_s, true}, {u"sessions_ended"_s, 3}}};
    }
    if (path.value(2) == "forgot"_L1)
        return {202, {{u"ok"_s, true}}};
    if (path.value(2) == "reset"_L1) {
        if (body[u"token"_s] != u"reset_3q7Xv0mYk2Lr"_s)
            return refusal(400, u"The token is wrong, or was used already."_s, u"token"_s);
        return {200, {{u"ok"_s, true}}};
    }
    if (path.value(1) == "password"_L1) {
        if (body[u"current_password"_s] == u"wrong"_s)
            return refusal(403, u"The password is wrong."_s, u"current_password"_s);
        return {200, {{u"ok"_s, true}}};
    }
    const QString what = path.value(2);
    if (what == "setup"_L1)
        return {200,
                {{u"secret"_s, u"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"_s},
                 {u"otpauth_url"_s, u"otpauth://totp/Beaver?secret=JBSWY3DPEHPK3PXP"_s},
                 {u"qr_svg"_s, qrSvg()}}};
    if (body[u"code"_s] != u"123456"_s)
        return refusal(401, u"The code is wrong, or was used already."_s, u"code"_s, u"invalid_code"_s);
    const bool on = what != "disable"_L1;
    state.own[u"two_factor"_s] = on;
    QJsonObject answer{{u"two_factor"_s, on}};
    if (on)
        answer[u"recovery_codes"_s] = recoveryCodes(what == "enable"_L1 ? 1 : 5);
    return {200, answer};
}

Answer Server::madeAccount(const QJsonObject &wanted)
{
    const QJsonObject account{{u"id"_s, u"acc_registered"_s},
                              {u"email"_s, wanted[u"email"_s]},
                              {u"full_name"_s, wanted[u"full_name"_s].toString()},
                              {u"role"_s, QJsonValue::Null},
                              {u"plan"_s, u"free"_s},
                              {u"status"_s, u"active"_s},
                              {u"balance"_s, 0},
                              {u"held"_s, 0},
                              {u"available"_s, 0},
                              {u"currency"_s, u"USD"_s},
                              {u"created_at"_s, state.time(0)}};
    const bool proved = state.facts[u"email_verification"_s] == u"required"_s;
    state.own = account;
    state.own[u"time_zone"_s] = u"UTC"_s;
    state.own[u"two_factor"_s] = false;
    state.own[u"email_verified"_s] = proved;
    state.accounts.prepend(account);
    return {201,
            {{u"access_token"_s, u"a1"_s},
             {u"refresh_token"_s, u"r1"_s},
             {u"account"_s, account},
             {u"api_key"_s, u"beaver_5fQ2mWx8Lk0ZrT7u"_s},
             {u"email"_s, wanted[u"email"_s]}}};
}

Answer Server::registration(const QString &what, const QJsonObject &body)
{
    const QString who = state.facts[u"registration"_s].toString();
    if (what == "resend"_L1)
        return {202, {{u"ok"_s, true}}};
    if (what == "verify"_L1) {
        if (body[u"token"_s] != u"verify_8Hd2kQw5Zt"_s)
            return refusal(400, u"The token is not valid, was used already, or is too old. Ask for a new one."_s,
                           u"token"_s);
        if (!state.pending.isEmpty())
            return madeAccount(std::exchange(state.pending, {}));
        state.own[u"email_verified"_s] = true;
        return {200, {{u"ok"_s, true}, {u"email"_s, state.own[u"email"_s]}, {u"email_verified"_s, true}}};
    }
    if (who == "closed"_L1)
        return refusal(403, u"Registration is closed: the operator of this gateway makes accounts."_s, {},
                       u"registration_closed"_s);
    const QString invitation = body[u"invitation"_s].toString();
    if ((who == "invite"_L1 || !invitation.isEmpty()) && invitation != "invite_5fQ2"_L1)
        return refusal(403, u"The invitation is not valid, was used or withdrawn already, or is for another address."_s,
                       {}, u"invalid_invitation"_s);
    if (body[u"password"_s].toString().size() < 10)
        return refusal(422, u"A password has 10 characters at least."_s, u"password"_s);
    for (const auto &each : std::as_const(state.accounts))
        if (each.toObject()[u"email"_s] == body[u"email"_s])
            return refusal(409, u"There is an account with this email already."_s, u"email"_s, u"email_taken"_s);
    if (state.facts[u"email_verification"_s] != u"required"_s)
        return madeAccount(body);
    state.pending = body;
    return {202, {{u"status"_s, u"verification_required"_s}, {u"email"_s, body[u"email"_s]}}};
}

Answer Server::sessions(const ApiRequest &request, const QString &id)
{
    if (request.verb == Verb::Get)
        return listed(state.sessions);
    if (id.isEmpty())
        state.sessions = {};
    else if (!remove(state.sessions, id))
        return refusal(404, u"There is no such session."_s, {});
    return {200, {{u"ok"_s, true}}};
}

Answer Server::cache(const ApiRequest &request)
{
    const QUrlQuery query{QUrl(request.path)};
    const auto matches = [&](const QJsonObject &line) {
        return (!query.hasQueryItem(u"account_id"_s) ||
                line[u"account_id"_s] == query.queryItemValue(u"account_id"_s)) &&
               (!query.hasQueryItem(u"model"_s) || line[u"model"_s] == query.queryItemValue(u"model"_s));
    };
    if (request.verb == Verb::Get)
        return listed(state.cache);
    QJsonArray left;
    for (const auto each : std::as_const(state.cache))
        if (!matches(each.toObject()))
            left.append(each);
    const qsizetype cleared = state.cache.size() - left.size();
    state.cache = left;
    return {200, {{u"cleared"_s, true}, {u"memory"_s, 0}, {u"disk"_s, cleared}}};
}

Answer Server::notices(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    QJsonArray &list = path[0] == "webhooks"_L1      ? state.webhooks
                       : path[0] == "invitations"_L1 ? state.invitations
                                                     : state.mail;
    const QString now = state.time(0);
    if (path.size() == 1 && request.verb == Verb::Get)
        return listed(list);
    if (path[0] == "mail"_L1) {
        const QJsonObject made{{u"id"_s, u"mail_new%1"_s.arg(list.size())},
                               {u"kind"_s, u"test"_s},
                               {u"to"_s, body.contains(u"to"_s) ? body[u"to"_s] : state.own[u"email"_s]},
                               {u"subject"_s, u"Beaver can send mail"_s},
                               {u"state"_s, u"queued"_s},
                               {u"attempts"_s, 0},
                               {u"created_at"_s, now}};
        list.prepend(made);
        return {202, made};
    }
    if (path.size() == 1) {
        QJsonObject made = body;
        const bool hook = path[0] == "webhooks"_L1;
        if (hook && !body[u"url"_s].toString().startsWith("http"_L1))
            return refusal(422, u"'url' takes an address of http or https."_s, u"url"_s);
        made[u"id"_s] = (hook ? u"whk_new%1"_s : u"inv_new%1"_s).arg(list.size());
        made[u"created_at"_s] = now;
        if (hook)
            made[u"status"_s] = u"active"_s;
        else
            made[u"state"_s] = u"open"_s;
        if (!hook)
            made[u"expires_at"_s] = state.time(-86'400 * body[u"days"_s].toInteger(7));
        list.prepend(made);
        made[hook ? u"secret"_s : u"token"_s] = hook ? u"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"_s : u"invite_5fQ2"_s;
        return {201, made};
    }
    QJsonObject one = find(list, path[1]);
    if (one.isEmpty())
        return refusal(404, u"There is no such thing."_s, {});
    const QString what = path.value(2);
    if (what == "deliveries"_L1 && request.verb == Verb::Get) {
        QJsonArray own;
        for (const auto &each : state.deliveries)
            if (each.toObject()[u"webhook_id"_s] == path[1])
                own.append(each);
        return listed(own);
    }
    if (what == "test"_L1 || what == "deliveries"_L1) {
        QJsonObject sent = what == "test"_L1 ? QJsonObject{{u"event"_s, u"webhook.test"_s}, {u"webhook_id"_s, path[1]}}
                                             : find(state.deliveries, path.value(3));
        sent[u"id"_s] = u"dlv_new%1"_s.arg(state.deliveries.size());
        sent[u"state"_s] = u"queued"_s;
        sent[u"attempts"_s] = 0;
        sent[u"created_at"_s] = now;
        state.deliveries.prepend(sent);
        return {202, sent};
    }
    if (what == "rotate"_L1)
        one[u"secret"_s] = u"whsec_Nq0dT1cW4mYxB7uJ2kR9hV5sE8aLpZ3f"_s;
    else if (request.verb == Verb::Delete && path[0] == "webhooks"_L1)
        remove(list, path[1]);
    else if (request.verb == Verb::Delete) {
        one[u"state"_s] = u"withdrawn"_s;
        replace(list, one);
    } else {
        for (auto each = body.begin(); each != body.end(); ++each)
            one[each.key()] = each.value();
        replace(list, one);
    }
    return {200, one};
}

} // namespace beaver::admin::fake
