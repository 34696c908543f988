#include <QJsonDocument>
#include <QTimer>

#include <admin-ui/client/answers.h>
#include <admin-ui/client/fake_api_client.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray text(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Plays a model's answer as a chat stream, a few characters at a time.
class FakeEventStream final : public EventStream
{
public:
    FakeEventStream(QString answer, std::chrono::milliseconds pace)
        : m_answer(std::move(answer))
        , m_step(pace == 0ms ? static_cast<int>(m_answer.size()) : 9)
    {
        m_headers = {
            {"x-request-id", "req_8f2c91d0b7"}, {"x-beaver-provider", "anthropic-eu"}, {"x-beaver-overhead-ms", "1"}};
        connect(&m_timer, &QTimer::timeout, this, &FakeEventStream::tick);
        m_timer.start(pace == 0ms ? 0 : 14);
    }

private:
    void tick()
    {
        if (m_at == 0)
            Q_EMIT opened();
        if (m_at >= m_answer.size()) {
            m_timer.stop();
            const qint64 tokens = m_answer.size() / 4;
            Q_EMIT event({}, text({{u"choices"_s, QJsonArray()},
                                   {u"usage"_s, QJsonObject{{u"prompt_tokens"_s, 212},
                                                            {u"completion_tokens"_s, tokens},
                                                            {u"cost"_s, static_cast<double>(tokens) * 0.000016}}}}));
            Q_EMIT event({}, "[DONE]");
            Q_EMIT finished();
            return;
        }
        const QJsonObject delta{{u"content"_s, m_answer.mid(m_at, m_step)}};
        m_at += m_step;
        Q_EMIT event({}, text({{u"choices"_s, QJsonArray{QJsonObject{{u"index"_s, 0}, {u"delta"_s, delta}}}}}));
    }

    QString m_answer;
    int m_step;
    qsizetype m_at = 0;
    QTimer m_timer;
};

/// What a list's export writes, row by row.
class FakeFile final : public EventStream
{
public:
    FakeFile(const Outcome<QJsonArray> &rows, bool csv)
    {
        QTimer::singleShot(0, this, [this, rows, csv] {
            if (!rows) {
                Q_EMIT failed(rows.error());
                return;
            }
            Q_EMIT opened();
            if (csv)
                Q_EMIT event({}, "id,action\r\n");
            for (const auto &each : *rows) {
                const QJsonObject row = each.toObject();
                const QByteArray line =
                    csv ? row[u"id"_s].toString().toUtf8() + ',' + row[u"action"_s].toString().toUtf8() + "\r\n"
                        : text(row) + '\n';
                // In pieces, as a network brings them.
                Q_EMIT event({}, line.left(7));
                Q_EMIT event({}, line.mid(7));
            }
            Q_EMIT finished();
        });
    }
};

} // namespace

FakeApiClient::FakeApiClient(std::chrono::milliseconds delay, int accounts)
    : m_session(std::make_unique<QObject>())
    , m_delay(delay)
    , m_server(accounts)
    , m_role(u"owner"_s)
{}

FakeApiClient::~FakeApiClient() = default;

template <typename T> void FakeApiClient::answer(Reply<T> reply, std::function<Outcome<T>()> work)
{
    if (m_hanging)
        return;
    QTimer::singleShot(m_delay, m_session.get(), [this, reply = std::move(reply), work = std::move(work)] {
        if (m_failures > 0 && m_failures--)
            reply(m_failure);
        else
            reply(work());
    });
}

void FakeApiClient::signIn(const QUrl &server, const Credentials &credentials, Reply<SignedIn> reply)
{
    m_address = server;
    answer<SignedIn>(std::move(reply), [this, credentials]() -> Outcome<SignedIn> {
        if (credentials.password == "second-factor"_L1 && credentials.code != "123456"_L1) {
            ApiError error{credentials.code.isEmpty() ? ApiError::Kind::SecondFactor : ApiError::Kind::Rejected};
            error.message = credentials.code.isEmpty() ? QString() : u"This code isn't right."_s;
            error.param = u"code"_s;
            error.challenge = u"challenge"_s;
            return error;
        }
        Account account;
        // Who only has an account of their own has the first.
        const QJsonArray &accounts = m_server.state.accounts;
        account.id = m_role.isEmpty() && !accounts.isEmpty() ? accounts.first().toObject()[u"id"_s].toString()
                                                             : u"acc_administrator"_s;
        account.email = credentials.apiKey.isEmpty() ? credentials.email : u"key@beaver.example"_s;
        account.fullName = u"Maya Lindqvist"_s;
        account.role = m_role;
        account.status = u"active"_s;
        account.createdAt = m_server.state.now;
        return SignedIn{account, m_version};
    });
}

void FakeApiClient::ask(const QUrl &server, const ApiRequest &request, Reply<JsonValue> reply)
{
    m_address = server;
    send(request, std::move(reply));
}

void FakeApiClient::look(const QUrl &, Reply<JsonValue> reply)
{
    if (m_hanging)
        return;
    QTimer::singleShot(m_delay, m_session.get(), [this, reply = std::move(reply)] {
        if (m_lookError)
            reply(*m_lookError);
        else if (auto json = JsonValue::parse(text(m_server.answer({ApiRequest::Verb::Get, u"/"_s}).body)))
            reply(std::move(*json));
    });
}

Outcome<SignedIn> FakeApiClient::adopt(const JsonValue &registered)
{
    const auto account = readAccount(registered["account"_L1]);
    if (!account || registered["access_token"_L1].string().isEmpty())
        return ApiError{ApiError::Kind::BadAnswer};
    return SignedIn{*account, m_version};
}

void FakeApiClient::signOut()
{
    m_session = std::make_unique<QObject>();
}

void FakeApiClient::endSession()
{
    signOut();
    if (m_sessionOver)
        m_sessionOver();
}

void FakeApiClient::send(const ApiRequest &request, Reply<JsonValue> reply)
{
    m_requests.push_back(request);
    answer<JsonValue>(std::move(reply), [this, request]() -> Outcome<JsonValue> {
        const auto booked = m_booked.find(request.idempotencyKey);
        fake::Answer told = booked != m_booked.end() ? booked->second : m_server.answer(request);
        if (!request.idempotencyKey.isEmpty())
            m_booked.emplace(request.idempotencyKey, told);
        if (m_empty && told.body[u"data"_s].isArray()) {
            told.body[u"data"_s] = QJsonArray();
            told.body[u"has_more"_s] = false;
        }
        if (m_empty && told.status < 400) {
            for (const QString &figures : {u"windows"_s, u"total"_s})
                if (told.body.contains(figures))
                    told.body[figures] = QJsonObject();
            for (const QString &list : {u"attention"_s, u"top_models"_s, u"top_accounts"_s, u"first_byte_hours"_s})
                if (told.body.contains(list))
                    told.body[list] = QJsonArray();
        }
        const auto json = JsonValue::parse(text(told.body));
        if (!json)
            return ApiError{ApiError::Kind::BadAnswer};
        if (told.status >= 400)
            return readError(told.status, *json);
        return *json;
    });
}

void FakeApiClient::fetch(const ApiRequest &request, Reply<QByteArray> reply)
{
    m_requests.push_back(request);
    answer<QByteArray>(std::move(reply), []() -> Outcome<QByteArray> { return QByteArray("%PDF-1.4\n"); });
}

std::unique_ptr<EventStream> FakeApiClient::stream(const ApiRequest &request)
{
    m_requests.push_back(request);
    return std::make_unique<FakeEventStream>(m_server.modelAnswer(QJsonDocument::fromJson(request.body).object()),
                                             m_delay);
}

std::unique_ptr<EventStream> FakeApiClient::download(const ApiRequest &request)
{
    m_requests.push_back(request);
    if (m_failures > 0 && m_failures--)
        return std::make_unique<FakeFile>(m_failure, false);
    ApiRequest list = request;
    list.path.replace(u"/export?"_s, u"?limit=1000000&"_s);
    return std::make_unique<FakeFile>(m_server.answer(list).body[u"data"_s].toArray(),
                                      request.path.contains("format=csv"_L1));
}

} // namespace beaver::admin
