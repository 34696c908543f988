#include <QCoreApplication>
#include <QCryptographicHash>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslError>

#include <admin-ui/client/answers.h>
#include <admin-ui/client/http_api_client.h>
#include <admin-ui/client/server_version.h>
#include <shared/base/json_writer.h>

#include <algorithm>
#include <memory>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestAnswer = 8 * 1024 * 1024;

QByteArray bytes(std::string text)
{
    return QByteArray::fromStdString(text);
}

QString fingerprintOf(const QSslCertificate &certificate)
{
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':')).toUpper();
}

/// What is wrong with the certificate, and what to do about it.
ApiError certificateError(const QList<QSslError> &errors)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("ApiError", text); };
    const QSslError &first = errors.first();
    QString told;
    switch (first.error()) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
        told = say(QT_TRANSLATE_NOOP("ApiError",
                                     "The server made its certificate itself. Compare the fingerprint with the "
                                     "one your operator tells you before you trust it."));
        break;
    case QSslError::CertificateExpired:
        told = say(QT_TRANSLATE_NOOP("ApiError", "The certificate has run out. The operator has to renew it."));
        break;
    case QSslError::CertificateNotYetValid:
        told = say(QT_TRANSLATE_NOOP("ApiError", "The certificate isn't valid yet. Look at this computer's clock."));
        break;
    case QSslError::HostNameMismatch:
        told = say(QT_TRANSLATE_NOOP("ApiError", "The certificate is another server's. Look at the address."));
        break;
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        told = say(QT_TRANSLATE_NOOP("ApiError", "This computer doesn't know who signed the certificate."));
        break;
    default:
        told = first.errorString() + u'.';
    }
    return {ApiError::Kind::Tls, told, {}, {}, {}, fingerprintOf(first.certificate())};
}

/// What went wrong before there was an answer.
ApiError networkError(const QNetworkReply &reply, const QList<QSslError> &tlsErrors)
{
    if (!tlsErrors.isEmpty())
        return certificateError(tlsErrors);
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

ApiError tooOld(const QString &version)
{
    return {ApiError::Kind::TooOld,
            QCoreApplication::translate(
                "ApiError", "It is Beaver %1; this console needs %2 or newer. Bring the server up to date, or "
                            "use a console of its version.")
                .arg(version, QLatin1StringView(oldestServer))};
}

/// The events of one reply, which it owns.
class HttpEventStream final : public EventStream
{
public:
    /// `whole`: the bytes as they are, instead of the events that they hold.
    explicit HttpEventStream(QNetworkReply *reply, bool whole = false)
        : m_reply(reply)
        , m_whole(whole)
    {
        connect(reply, &QNetworkReply::metaDataChanged, this, &HttpEventStream::open);
        connect(reply, &QNetworkReply::readyRead, this, &HttpEventStream::read);
        connect(reply, &QNetworkReply::finished, this, &HttpEventStream::end);
    }
    ~HttpEventStream() override
    {
        if (m_reply) {
            m_reply->disconnect(this);
            m_reply->abort();
        }
    }

private:
    bool succeeded() const { return m_status >= 200 && m_status < 300; }

    void open()
    {
        m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        for (const auto &[name, value] : m_reply->rawHeaderPairs())
            m_headers[name.toLower()] = value;
        if (succeeded())
            Q_EMIT opened();
    }
    void read()
    {
        if (!succeeded())
            return;
        if (m_whole) {
            if (m_reply->bytesAvailable() > 0)
                Q_EMIT event({}, m_reply->readAll());
            return;
        }
        m_parser.feed(m_reply->readAll(),
                      [this](const QByteArray &name, const QByteArray &data) { Q_EMIT event(name, data); });
    }
    void end()
    {
        if (m_status == 0) {
            Q_EMIT failed(networkError(*m_reply, {}));
        } else if (!succeeded()) {
            ApiError error = readError(m_status, JsonValue::parse(m_reply->readAll()).value_or(JsonValue()));
            error.requestId = QString::fromUtf8(header("x-request-id"));
            Q_EMIT failed(error);
        } else {
            read();
            // A file that is cut off looks like a shorter one.
            if (m_whole && m_reply && m_reply->error() != QNetworkReply::NoError)
                Q_EMIT failed(networkError(*m_reply, {}));
            else
                Q_EMIT finished();
        }
    }

    QPointer<QNetworkReply> m_reply;
    bool m_whole;
    EventParser m_parser;
    int m_status = 0;
};

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

QNetworkRequest HttpApiClient::prepare(const Call &call) const
{
    QUrl url = m_server;
    const QUrl relative(call.request.path, QUrl::StrictMode);
    QString base = url.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + relative.path(QUrl::FullyEncoded), QUrl::TolerantMode);
    url.setQuery(relative.query(QUrl::FullyEncoded));
    QNetworkRequest request(url);
    request.setRawHeader("accept", call.file ? "*/*" : "application/json");
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    if (!call.request.apiKey.isEmpty())
        request.setRawHeader("authorization", "Bearer " + call.request.apiKey);
    else if (call.authorized)
        request.setRawHeader("authorization", "Bearer " + m_accessToken);
    if (!call.request.idempotencyKey.isEmpty())
        request.setRawHeader("idempotency-key", call.request.idempotencyKey);
    if (!call.request.body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    return request;
}

QNetworkReply *HttpApiClient::start(const Call &call)
{
    using Verb = ApiRequest::Verb;
    const QNetworkRequest request = prepare(call);
    const QByteArray &body = call.request.body;
    QNetworkReply *reply = nullptr;
    switch (call.request.verb) {
    case Verb::Get:
        reply = m_network.get(request);
        break;
    case Verb::Post:
        reply = m_network.post(request, body);
        break;
    case Verb::Put:
        reply = m_network.put(request, body);
        break;
    case Verb::Patch:
        reply = m_network.sendCustomRequest(request, "PATCH", body);
        break;
    case Verb::Delete:
        reply =
            body.isEmpty() ? m_network.deleteResource(request) : m_network.sendCustomRequest(request, "DELETE", body);
        break;
    }
    QObject::connect(reply, &QNetworkReply::sslErrors, reply, [this, reply](const QList<QSslError> &errors) {
        const bool known = std::all_of(errors.begin(), errors.end(), [this](const QSslError &error) {
            return m_trusted.contains(fingerprintOf(error.certificate()));
        });
        if (known)
            reply->ignoreSslErrors(errors);
    });
    return reply;
}

void HttpApiClient::transmit(const Call &call, Answered answered)
{
    QNetworkReply *reply = start(call);
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
    transmit(call, [this, call, parsed, tokens = m_tokens](const Outcome<Answer> &outcome) {
        if (!outcome) {
            parsed(outcome.error());
            return;
        }
        const Answer &answer = *outcome;
        const auto json = answer.body.isEmpty() ? std::optional(JsonValue()) : JsonValue::parse(answer.body);
        if (answer.status >= 200 && answer.status < 300) {
            if (json)
                parsed(*json);
            else
                parsed(ApiError{ApiError::Kind::BadAnswer, {}, {}, answer.requestId});
            return;
        }
        // A wrong code of a second factor is answered so too, and says nothing about the sign-in.
        const bool wrongCode = json && (*json)["error"_L1]["code"_L1].string() == "invalid_code"_L1;
        const bool renewable = call.authorized && call.request.apiKey.isEmpty() && !wrongCode;
        if (answer.status == 401 && renewable && tokens != m_tokens) {
            this->call(call, parsed);
            return;
        }
        if (answer.status == 401 && renewable && !call.renewed && !m_refreshToken.isEmpty()) {
            m_waiting.emplace_back(call, parsed);
            renew();
            return;
        }
        if (answer.status == 401 && renewable && call.renewed) {
            endSession();
            return;
        }
        ApiError error = readError(answer.status, json.value_or(JsonValue()));
        error.requestId = answer.requestId;
        parsed(std::move(error));
    });
}

void HttpApiClient::renew()
{
    if (m_renewing)
        return;
    m_renewing = true;
    JsonWriter body;
    body.beginObject().field("refresh_token", m_refreshToken.toStdString()).endObject();
    const Call wanted{{ApiRequest::Verb::Post, u"/auth/refresh"_s, bytes(body.take())}, false};
    this->call(wanted, [this](const Outcome<JsonValue> &json) {
        m_renewing = false;
        using Kind = ApiError::Kind;
        if (!json && (json.error().kind == Kind::SessionOver || json.error().kind == Kind::Rejected)) {
            endSession();
            return;
        }
        if (json && !keepTokens(*json)) {
            endSession();
            return;
        }
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

void HttpApiClient::greet(const QUrl &server, Reply<QString> reply)
{
    forget();
    m_server = server;
    const Call root{{ApiRequest::Verb::Get, u"/"_s}, false};
    transmit(root, [this, reply](const Outcome<Answer> &outcome) {
        if (!outcome) {
            reply(outcome.error());
            return;
        }
        const auto json = JsonValue::parse(outcome->body);
        if (outcome->status >= 500) {
            ApiError error{ApiError::Kind::ServerFailed, u"HTTP %1."_s.arg(outcome->status), {}, outcome->requestId};
            error.status = outcome->status;
            reply(std::move(error));
            return;
        }
        if (outcome->status != 200 || !json || (*json)["name"_L1].string() != "Beaver"_L1) {
            reply(ApiError{ApiError::Kind::NotBeaver});
            return;
        }
        const QString version = (*json)["version"_L1].string();
        m_serverVersion = version;
        if (isTooOld(version))
            reply(tooOld(version));
        else
            reply(version);
    });
}

void HttpApiClient::signIn(const QUrl &server, const Credentials &credentials, Reply<SignedIn> reply)
{
    greet(server, [this, credentials, reply](const Outcome<QString> &version) {
        if (!version) {
            reply(version.error());
            return;
        }
        if (credentials.apiKey.isEmpty()) {
            login(credentials, reply);
            return;
        }
        m_accessToken = credentials.apiKey.trimmed().toUtf8();
        useKey(reply);
    });
}

void HttpApiClient::ask(const QUrl &server, const ApiRequest &request, Reply<JsonValue> reply)
{
    greet(server, [this, request, reply](const Outcome<QString> &version) {
        if (version)
            call({request, false}, reply);
        else
            reply(version.error());
    });
}

void HttpApiClient::look(const QUrl &server, Reply<JsonValue> reply)
{
    constexpr std::chrono::seconds patience(8);
    m_looking = std::make_unique<HttpApiClient>(patience);
    m_looking->m_trusted = m_trusted;
    m_looking->ask(server, {ApiRequest::Verb::Get, u"/"_s}, std::move(reply));
}

void HttpApiClient::login(const Credentials &credentials, Reply<SignedIn> reply)
{
    JsonWriter body;
    body.beginObject();
    if (credentials.challenge.isEmpty())
        body.field("email", credentials.email.toStdString()).field("password", credentials.password.toStdString());
    else
        body.field("challenge", credentials.challenge.toStdString()).field("code", credentials.code.toStdString());
    body.endObject();
    const Call wanted{{ApiRequest::Verb::Post, u"/auth/login"_s, bytes(body.take())}, false};
    call(wanted, [this, reply](const Outcome<JsonValue> &json) {
        if (!json) {
            reply(json.error());
            return;
        }
        reply(adopt(*json));
    });
}

Outcome<SignedIn> HttpApiClient::adopt(const JsonValue &registered)
{
    const auto account = readAccount(registered["account"_L1]);
    if (!account || !keepTokens(registered))
        return ApiError{ApiError::Kind::BadAnswer};
    return SignedIn{*account, m_serverVersion};
}

void HttpApiClient::useKey(Reply<SignedIn> reply)
{
    call({{ApiRequest::Verb::Get, u"/users/me"_s}}, [this, reply](const Outcome<JsonValue> &json) {
        if (!json) {
            forget();
            reply(json.error());
            return;
        }
        const JsonValue &inner = (*json)["account"_L1];
        const auto account = readAccount(inner.isObject() ? inner : *json);
        if (!account) {
            reply(ApiError{ApiError::Kind::BadAnswer});
            return;
        }
        reply(SignedIn{*account, m_serverVersion});
    });
}

bool HttpApiClient::keepTokens(const JsonValue &signIn)
{
    m_accessToken = signIn["access_token"_L1].string().toLatin1();
    m_refreshToken = signIn["refresh_token"_L1].string().toLatin1();
    ++m_tokens;
    return !m_accessToken.isEmpty() && !m_refreshToken.isEmpty();
}

void HttpApiClient::signOut()
{
    if (!m_accessToken.isEmpty() && !m_refreshToken.isEmpty())
        transmit({{ApiRequest::Verb::Post, u"/auth/logout"_s, "{}"}}, [](const Outcome<Answer> &) {});
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

void HttpApiClient::send(const ApiRequest &request, Reply<JsonValue> reply)
{
    call({request}, std::move(reply));
}

void HttpApiClient::fetch(const ApiRequest &request, Reply<QByteArray> reply)
{
    Call wanted{request};
    wanted.file = true;
    // The sign-in is made new by a call whose answer is JSON, if it has to be.
    call({{ApiRequest::Verb::Get, u"/users/me"_s}}, [this, wanted, reply](const Outcome<JsonValue> &present) {
        if (!present) {
            reply(present.error());
            return;
        }
        transmit(wanted, [reply](const Outcome<Answer> &outcome) {
            if (!outcome) {
                reply(outcome.error());
                return;
            }
            if (outcome->status >= 200 && outcome->status < 300) {
                reply(outcome->body);
                return;
            }
            ApiError error = readError(outcome->status, JsonValue::parse(outcome->body).value_or(JsonValue()));
            error.requestId = outcome->requestId;
            reply(std::move(error));
        });
    });
}

std::unique_ptr<EventStream> HttpApiClient::stream(const ApiRequest &request)
{
    // A stream may be silent for as long as the provider thinks.
    const int usual = m_network.transferTimeout();
    m_network.setTransferTimeout(300'000);
    auto stream = std::make_unique<HttpEventStream>(start({request}));
    m_network.setTransferTimeout(usual);
    return stream;
}

std::unique_ptr<EventStream> HttpApiClient::download(const ApiRequest &request)
{
    return std::make_unique<HttpEventStream>(start({request}), true);
}

} // namespace beaver::admin
