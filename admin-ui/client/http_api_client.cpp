#include <QCoreApplication>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslError>
#include <QUrlQuery>

#include <admin-ui/client/answers.h>
#include <admin-ui/client/http_api_client.h>
#include <shared/base/json_writer.h>

#include <memory>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestAnswer = 8 * 1024 * 1024;

QByteArray bytes(std::string text)
{
    return QByteArray::fromStdString(text);
}

std::optional<JsonValue> readAnything(const JsonValue &json)
{
    return json;
}

std::optional<Account> readToppedUp(const JsonValue &json)
{
    return readAccount(json["account"_L1]);
}

/// What went wrong before there was an answer.
ApiError networkError(const QNetworkReply &reply, const QList<QSslError> &tlsErrors)
{
    if (!tlsErrors.isEmpty())
        return {ApiError::Kind::Tls, tlsErrors.first().errorString() + u'.'};
    switch (reply.error()) {
    case QNetworkReply::SslHandshakeFailedError:
        return {ApiError::Kind::Tls, reply.errorString() + u'.'};
    case QNetworkReply::OperationCanceledError: // what a transfer time-out is told as
    case QNetworkReply::TimeoutError:
        return {ApiError::Kind::Timeout};
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
        return {ApiError::Kind::NotBeaver};
    default:
        return {ApiError::Kind::Unreachable, reply.errorString() + u'.'};
    }
}

} // namespace

HttpApiClient::HttpApiClient(std::chrono::milliseconds timeout)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setTransferTimeout(static_cast<int>(timeout.count()));
    m_network.setAutoDeleteReplies(true);
}

HttpApiClient::~HttpApiClient()
{
    forget();
}

void HttpApiClient::transmit(const Call &call, Answered answered)
{
    QUrl url = m_server;
    const QUrl relative(call.path);
    QString base = url.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + relative.path());
    url.setQuery(relative.query());
    QNetworkRequest request(url);
    request.setRawHeader("accept", "application/json");
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    if (call.authorized)
        request.setRawHeader("authorization", "Bearer " + m_accessToken);
    if (!call.idempotencyKey.isEmpty())
        request.setRawHeader("idempotency-key", call.idempotencyKey);
    if (!call.body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);

    QNetworkReply *reply = call.body.isEmpty() ? m_network.get(request) : m_network.post(request, call.body);
    reply->setReadBufferSize(longestAnswer + 1);
    struct Course
    {
        QList<QSslError> tlsErrors;
        bool tooLong = false;
    };
    const auto course = std::make_shared<Course>();
    QObject::connect(reply, &QNetworkReply::sslErrors, reply,
                     [course](const QList<QSslError> &errors) { course->tlsErrors = errors; });
    QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply, course] {
        course->tooLong = reply->bytesAvailable() > longestAnswer;
        if (course->tooLong)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, &m_network, [this, reply, course, answered, session = m_session] {
        if (session != m_session)
            return;
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (course->tooLong)
            answered(ApiError{ApiError::Kind::BadAnswer});
        else if (status == 0 || reply->error() == QNetworkReply::OperationCanceledError)
            answered(networkError(*reply, course->tlsErrors));
        else
            answered(Answer{status, reply->readAll(), QString::fromUtf8(reply->rawHeader("x-request-id"))});
    });
}

void HttpApiClient::call(Call call, Parsed parsed)
{
    if (m_renewing && call.authorized) {
        m_waiting.emplace_back(std::move(call), std::move(parsed));
        return;
    }
    transmit(call, [this, call, parsed](const Outcome<Answer> &outcome) {
        if (!outcome)
            return parsed(outcome.error());
        const Answer &answer = *outcome;
        const auto json = JsonValue::parse(answer.body);
        if (answer.status >= 200 && answer.status < 300)
            return json ? parsed(*json) : parsed(ApiError{ApiError::Kind::BadAnswer, {}, {}, answer.requestId});
        if (answer.status == 401 && call.authorized && !call.renewed) {
            m_waiting.emplace_back(call, parsed);
            return renew();
        }
        if (answer.status == 401 && call.authorized)
            return endSession();
        ApiError error = readError(answer.status, json.value_or(JsonValue()));
        error.requestId = answer.requestId;
        parsed(std::move(error));
    });
}

template <typename T> void HttpApiClient::call(Call wanted, std::optional<T> (*read)(const JsonValue &), Reply<T> reply)
{
    call(std::move(wanted), [read, reply = std::move(reply)](const Outcome<JsonValue> &json) {
        if (!json)
            return reply(json.error());
        auto value = read(*json);
        value ? reply(std::move(*value)) : reply(ApiError{ApiError::Kind::BadAnswer});
    });
}

void HttpApiClient::renew()
{
    if (m_renewing)
        return;
    m_renewing = true;
    JsonWriter body;
    body.beginObject().field("refresh_token", m_refreshToken.toStdString()).endObject();
    Call call{u"/auth/refresh"_s, bytes(body.take())};
    call.authorized = false;
    this->call(call, [this](const Outcome<JsonValue> &json) {
        m_renewing = false;
        using Kind = ApiError::Kind;
        if (!json && (json.error().kind == Kind::SessionOver || json.error().kind == Kind::Rejected))
            return endSession();
        if (json && !keepTokens(*json))
            return endSession();
        for (auto &[waiting, parsed] : std::exchange(m_waiting, {})) {
            waiting.renewed = true;
            if (json)
                this->call(waiting, parsed);
            else // the server is out of reach for now; the sign-in may still hold
                parsed(json.error());
        }
    });
}

void HttpApiClient::endSession()
{
    const auto waiting = std::exchange(m_waiting, {});
    forget();
    if (m_sessionOver)
        m_sessionOver();
}

void HttpApiClient::signIn(const QUrl &server, const QString &email, const QString &password, Reply<SignedIn> reply)
{
    forget();
    m_server = server;
    Call root{u"/"_s};
    root.authorized = false;
    transmit(root, [this, email, password, reply](const Outcome<Answer> &outcome) {
        if (!outcome)
            return reply(outcome.error());
        const auto json = JsonValue::parse(outcome->body);
        if (outcome->status >= 500)
            return reply(
                ApiError{ApiError::Kind::ServerFailed, u"HTTP %1."_s.arg(outcome->status), {}, outcome->requestId});
        if (outcome->status != 200 || !json || (*json)["name"_L1].string() != "Beaver"_L1)
            return reply(ApiError{ApiError::Kind::NotBeaver});
        login(email, password, (*json)["version"_L1].string(), reply);
    });
}

void HttpApiClient::login(const QString &email, const QString &password, const QString &serverVersion,
                          Reply<SignedIn> reply)
{
    JsonWriter body;
    body.beginObject().field("email", email.toStdString()).field("password", password.toStdString()).endObject();
    Call wanted{u"/auth/login"_s, bytes(body.take())};
    wanted.authorized = false;
    call<JsonValue>(wanted, readAnything, [this, serverVersion, reply](const Outcome<JsonValue> &json) {
        if (!json)
            return reply(json.error());
        const auto account = readAccount((*json)["account"_L1]);
        if (!account || !keepTokens(*json))
            return reply(ApiError{ApiError::Kind::BadAnswer});
        reply(SignedIn{*account, serverVersion});
    });
}

bool HttpApiClient::keepTokens(const JsonValue &signIn)
{
    m_accessToken = signIn["access_token"_L1].string().toLatin1();
    m_refreshToken = signIn["refresh_token"_L1].string().toLatin1();
    return !m_accessToken.isEmpty() && !m_refreshToken.isEmpty();
}

void HttpApiClient::signOut()
{
    if (!m_accessToken.isEmpty())
        transmit({u"/auth/logout"_s, "{}"}, [](const Outcome<Answer> &) {});
    forget();
}

void HttpApiClient::forget()
{
    ++m_session;
    m_renewing = false;
    m_waiting.clear();
    m_accessToken.fill('\0');
    m_refreshToken.fill('\0');
    m_accessToken.clear();
    m_refreshToken.clear();
}

void HttpApiClient::accounts(const QString &after, int limit, Reply<AccountPage> reply)
{
    QUrlQuery query{{u"limit"_s, QString::number(limit)}};
    if (!after.isEmpty())
        query.addQueryItem(u"after"_s, QString::fromLatin1(QUrl::toPercentEncoding(after)));
    call<AccountPage>({u"/admin/accounts?"_s + query.toString(QUrl::FullyEncoded)}, readAccountPage, std::move(reply));
}

void HttpApiClient::createAccount(const NewAccount &wanted, Reply<Account> reply)
{
    JsonWriter body;
    body.beginObject()
        .field("email", wanted.email.toStdString())
        .field("initial_balance", wanted.initialBalance)
        .endObject();
    call<Account>({u"/admin/accounts"_s, bytes(body.take())}, readAccount, std::move(reply));
}

void HttpApiClient::topUp(const NewTopUp &wanted, Reply<Account> reply)
{
    JsonWriter body;
    body.beginObject().field("account_id", wanted.accountId.toStdString()).field("amount", wanted.amount);
    if (!wanted.description.isEmpty())
        body.field("description", wanted.description.toStdString());
    body.endObject();
    call<Account>({u"/admin/top-up"_s, bytes(body.take()), wanted.idempotencyKey.toLatin1()}, readToppedUp,
                  std::move(reply));
}

void HttpApiClient::createApiKey(const NewApiKey &wanted, Reply<ApiKey> reply)
{
    JsonWriter body;
    body.beginObject()
        .field("account_id", wanted.accountId.toStdString())
        .field("name", wanted.name.toStdString())
        .endObject();
    call<ApiKey>({u"/admin/api-keys"_s, bytes(body.take())}, readApiKey, std::move(reply));
}

void HttpApiClient::ledgerProof(Reply<LedgerProof> reply)
{
    call<LedgerProof>({u"/admin/ledger/proof"_s}, readLedgerProof, std::move(reply));
}

} // namespace beaver::admin
