#include <QTcpSocket>

#include <admin-ui/client/http_api_client.h>
#include <tests/unit/admin_ui/fixtures.h>
#include <tests/unit/admin_ui/scripted_server.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Request = ScriptedServer::Request;
using Answer = ScriptedServer::Answer;

const QByteArray account =
    R"({"id":"acc_1","email":"c@d.example","full_name":"","role":"admin","plan":"pro","status":"active",)"
    R"("balance":9007199.254740993,"held":0.000000001,"available":1,"currency":"USD",)"
    R"("created_at":"2026-11-20T16:42:07.318Z","something_new":{"a":[1]}})";

QByteArray failure(const QByteArray &code, const QByteArray &message = "No.")
{
    return R"({"error":{"message":")" + message + R"(","type":"t","param":null,"code":")" + code +
           R"("},"detail":"No."})";
}

/// A Beaver server as far as these tests go. Tokens are a1, a2, …; `valid` is the newest that it takes.
struct Beaver
{
    int issued = 0;
    int valid = 1;
    bool refreshes = true;
    std::function<Answer(const Request &)> refusal = [](const Request &) {
        return Answer{401, failure("invalid_token")};
    };
    std::function<Answer(const Request &)> rest = [](const Request &) { return Answer{404, failure("not_found")}; };

    Answer tokens()
    {
        const QByteArray number = QByteArray::number(++issued);
        return {200, R"({"access_token":"a)" + number + R"(","refresh_token":"r)" + number +
                         R"(","token_type":"bearer","expires_in":900,"account":)" + account + "}"};
    }

    Answer operator()(const Request &request)
    {
        if (request.target == "/")
            return {200, R"({"name":"Beaver","version":"9.8.7"})"};
        if (request.target == "/auth/login")
            return request.body.contains("Correct-horse-9") ? tokens() : Answer{401, failure("invalid_credentials")};
        if (request.target == "/auth/refresh") {
            const bool known =
                refreshes && request.body == R"({"refresh_token":"r)" + QByteArray::number(issued) + R"("})";
            return known ? (valid = issued + 1, tokens()) : Answer{401, failure("invalid_token")};
        }
        if (request.headers.value("authorization") != "Bearer a" + QByteArray::number(valid))
            return refusal(request);
        return rest(request);
    }
};

class HttpClient : public testing::Test
{
protected:
    std::optional<Outcome<SignedIn>> signIn(const QUrl &url, const QString &password = u"Correct-horse-9"_s)
    {
        std::optional<Outcome<SignedIn>> outcome;
        client.signIn(url, {u"a@b.example"_s, password},
                      [&outcome](Outcome<SignedIn> told) { outcome = std::move(told); });
        EXPECT_TRUE(until([&outcome] { return outcome.has_value(); }));
        return outcome;
    }
    void signIn() { ASSERT_TRUE(*signIn(server.url())); }
    ApiError::Kind failedSignIn(const QUrl &url, const QString &password = u"Correct-horse-9"_s)
    {
        const auto outcome = signIn(url, password);
        EXPECT_FALSE(*outcome);
        return outcome->error().kind;
    }

    Beaver beaver;
    ScriptedServer server{[this](const Request &request) { return beaver(request); }};
    HttpApiClient client{1min};
};

} // namespace

TEST_F(HttpClient, AFileComesAsItIsAndOneThatIsRefusedSaysWhy)
{
    beaver.rest = [](const Request &request) {
        return request.target == "/file" ? Answer{200, "data: a\n\nb,c\r\n"}
                                         : Answer{403, failure("forbidden", "Not for you.")};
    };
    signIn();
    QByteArray got;
    std::optional<ApiError> refused;
    bool whole = false;
    const auto file = client.download({ApiRequest::Verb::Get, u"/file"_s});
    QObject::connect(file.get(), &EventStream::event,
                     [&got](const QByteArray &, const QByteArray &bytes) { got += bytes; });
    QObject::connect(file.get(), &EventStream::finished, [&whole] { whole = true; });
    ASSERT_TRUE(until([&whole] { return whole; }));
    EXPECT_EQ(got, "data: a\n\nb,c\r\n");
    const auto none = client.download({ApiRequest::Verb::Get, u"/none"_s});
    QObject::connect(none.get(), &EventStream::failed, [&refused](const ApiError &error) { refused = error; });
    ASSERT_TRUE(until([&refused] { return refused.has_value(); }));
    EXPECT_EQ(refused->kind, ApiError::Kind::Forbidden);
    EXPECT_EQ(refused->status, 403);
}

TEST_F(HttpClient, SignsInAndReadsMoneyExactly)
{
    const auto signedIn = signIn(server.url());
    ASSERT_TRUE(*signedIn);
    EXPECT_EQ((*signedIn)->serverVersion, u"9.8.7"_s);
    EXPECT_EQ((*signedIn)->account.balance, Money::fromNanoUsd(9'007'199'254'740'993));
    EXPECT_EQ((*signedIn)->account.held, Money::fromNanoUsd(1));
    EXPECT_EQ(server.requests().last().body, R"({"email":"a@b.example","password":"Correct-horse-9"})");
}

TEST_F(HttpClient, KeepsThePathOfTheAddress)
{
    QUrl behindProxy = server.url();
    behindProxy.setPath(u"/gateway/"_s);
    EXPECT_EQ(failedSignIn(behindProxy), ApiError::Kind::NotBeaver);
    EXPECT_EQ(server.requests().last().target, "/gateway/");
}

TEST_F(HttpClient, TellsWrongPasswordFromOtherServer)
{
    EXPECT_EQ(failedSignIn(server.url(), u"wrong"_s), ApiError::Kind::WrongCredentials);

    ScriptedServer other([](const Request &) { return Answer{200, "<html>welcome</html>"}; });
    EXPECT_EQ(failedSignIn(other.url()), ApiError::Kind::NotBeaver);
    EXPECT_EQ(other.count("/auth/login"), 0) << "no password to a stranger";
}

TEST_F(HttpClient, ATooOldServerIsToldAndGetsNoPassword)
{
    ScriptedServer old([](const Request &) { return Answer{200, R"({"name":"Beaver","version":"0.0.9"})"}; });
    const auto outcome = signIn(old.url());
    ASSERT_FALSE(*outcome);
    EXPECT_EQ(outcome->error().kind, ApiError::Kind::TooOld);
    EXPECT_TRUE(outcome->error().text().contains(u"It is Beaver 0.0.9; this console needs 0.1.0 or newer."_s))
        << outcome->error().text().toStdString();
    EXPECT_EQ(old.count("/auth/login"), 0);
}

TEST_F(HttpClient, LooksWhoAnswersAndLeavesTheSignInAlone)
{
    beaver.rest = [](const Request &) { return Answer{200, R"({"ok":true})"}; };
    ScriptedServer other([](const Request &) { return Answer{200, R"({"name":"Something else"})"}; });
    ASSERT_TRUE(signIn(server.url()).value());
    std::optional<Outcome<JsonValue>> seen;
    client.look(server.url(), [&seen](Outcome<JsonValue> told) { seen = std::move(told); });
    ASSERT_TRUE(until([&seen] { return seen.has_value(); }));
    ASSERT_TRUE(*seen);
    EXPECT_EQ((**seen)["version"_L1].string(), u"9.8.7"_s);
    seen.reset();
    client.look(other.url(), [&seen](Outcome<JsonValue> told) { seen = std::move(told); });
    ASSERT_TRUE(until([&seen] { return seen.has_value(); }));
    ASSERT_FALSE(*seen);
    EXPECT_EQ(seen->error().kind, ApiError::Kind::NotBeaver);
    for (const Request &each : other.requests())
        EXPECT_FALSE(each.headers.contains("authorization"));
    std::optional<Outcome<JsonValue>> mine;
    client.send({ApiRequest::Verb::Get, u"/mine"_s}, [&mine](Outcome<JsonValue> told) { mine = std::move(told); });
    ASSERT_TRUE(until([&mine] { return mine.has_value(); }));
    EXPECT_TRUE(*mine) << "still signed in";
}

TEST_F(HttpClient, FollowsNoRedirect)
{
    ScriptedServer elsewhere(
        [this](const Request &) { return Answer{307, {}, "location: " + server.url().toEncoded() + "/\r\n"}; });
    EXPECT_EQ(failedSignIn(elsewhere.url()), ApiError::Kind::NotBeaver);
    EXPECT_TRUE(server.requests().isEmpty());
}

TEST_F(HttpClient, TellsUnreachableFromSilentFromUntrusted)
{
    QTcpSocket deaf; // has the port, so that nobody else takes it, and doesn't listen
    ASSERT_TRUE(deaf.bind(QHostAddress::LocalHost));
    QUrl nobody = server.url();
    nobody.setPort(deaf.localPort());
    EXPECT_EQ(failedSignIn(nobody), ApiError::Kind::Unreachable);

    ScriptedServer silent([](const Request &) { return Answer{0}; });
    HttpApiClient impatient{500ms};
    std::optional<Outcome<SignedIn>> outcome;
    impatient.signIn(silent.url(), {u"a@b.example"_s, u"x"_s},
                     [&outcome](Outcome<SignedIn> told) { outcome = std::move(told); });
    ASSERT_TRUE(until([&outcome] { return outcome.has_value(); }));
    ASSERT_FALSE(*outcome);
    EXPECT_EQ(outcome->error().kind, ApiError::Kind::Timeout);

    EXPECT_EQ(failedSignIn(server.url(u"https"_s)), ApiError::Kind::Tls);
}

TEST_F(HttpClient, SendsWhatItIsGivenAndReadsTheAnswerExactly)
{
    beaver.rest = [](const Request &) {
        return Answer{200, R"({"data":[)" + account + R"(],"has_more":true,"next":"acc_1&x"})"};
    };
    signIn();
    std::optional<JsonValue> page;
    client.send({ApiRequest::Verb::Get, u"/admin/accounts?limit=100&after=acc_1%26x"_s},
                [&page](const Outcome<JsonValue> &told) { page = *told; });
    ASSERT_TRUE(until([&page] { return page.has_value(); }));
    EXPECT_EQ(server.requests().last().target, "/admin/accounts?limit=100&after=acc_1%26x");
    EXPECT_EQ(page->at(u"data.0.balance").money(), Money::fromNanoUsd(9'007'199'254'740'993));

    bool done = false;
    client.send({ApiRequest::Verb::Patch, u"/admin/models/meta%2Fllama"_s, R"({"a":1})", "key-1"},
                [&done](const Outcome<JsonValue> &) { done = true; });
    ASSERT_TRUE(until([&done] { return done; }));
    EXPECT_EQ(server.requests().last().target, "/admin/models/meta%2Fllama");
    EXPECT_EQ(server.requests().last().headers.value("idempotency-key"), "key-1");
    EXPECT_EQ(server.requests().last().body, R"({"a":1})");
}

TEST_F(HttpClient, SignsInWithAKeyAndEndsWithItsRefusal)
{
    beaver.rest = [](const Request &) { return Answer{200, account}; };
    std::optional<Outcome<SignedIn>> outcome;
    client.signIn(server.url(), {{}, {}, {}, {}, u"access-1"_s},
                  [&outcome](Outcome<SignedIn> told) { outcome = std::move(told); });
    ASSERT_TRUE(until([&outcome] { return outcome.has_value(); }));
    EXPECT_EQ(server.requests().last().target, "/users/me");
    EXPECT_EQ(server.requests().last().headers.value("authorization"), "Bearer access-1");
    EXPECT_EQ(server.count("/auth/login"), 0);
}

TEST_F(HttpClient, RenewsTheSignInOnceForAllCallsThatNeedIt)
{
    beaver.rest = [](const Request &) { return Answer{200, R"({"data":[],"has_more":false,"next":null})"}; };
    signIn();
    beaver.valid = 2; // the first access token is over
    int answered = 0;
    for (int i = 0; i < 3; ++i)
        client.send({ApiRequest::Verb::Get, u"/admin/accounts"_s},
                    [&answered](const Outcome<JsonValue> &told) { answered += told ? 1 : 0; });
    ASSERT_TRUE(until([&answered] { return answered == 3; }));
    EXPECT_EQ(server.count("/auth/refresh"), 1);
}

TEST_F(HttpClient, ARefusalThatComesAfterTheRenewalIsAskedAgainWithTheNewTokens)
{
    const Answer empty{200, R"({"data":[],"has_more":false,"next":null})"};
    int asked = 0;
    beaver.refusal = [&asked](const Request &request) {
        return Answer{401, failure("invalid_token"), {}, request.target == "/admin/accounts" && ++asked == 1};
    };
    beaver.rest = [&empty](const Request &) { return empty; };
    signIn();
    beaver.valid = 2;
    int answered = 0;
    const auto count = [&answered](const Outcome<JsonValue> &told) { answered += told ? 1 : 0; };
    client.send({ApiRequest::Verb::Get, u"/admin/accounts"_s}, count); // its refusal is under way for long
    ASSERT_TRUE(until([this] { return server.count("/admin/accounts") == 1; }));
    client.send({ApiRequest::Verb::Get, u"/admin/models"_s}, count);
    ASSERT_TRUE(until([&answered] { return answered == 1; }));
    server.release();
    ASSERT_TRUE(until([&answered] { return answered == 2; }));
    EXPECT_EQ(server.count("/auth/refresh"), 1);
}

TEST_F(HttpClient, EndsTheSessionWhenItCannotBeRenewed)
{
    signIn();
    beaver.valid = 2;
    beaver.refreshes = false;
    bool over = false;
    client.onSessionOver([&over] { over = true; });
    client.send({ApiRequest::Verb::Get, u"/admin/ledger/proof"_s},
                [](const Outcome<JsonValue> &) { ADD_FAILURE() << "nobody is signed in any more"; });
    ASSERT_TRUE(until([&over] { return over; }));
    QTest::qWait(50);
}

TEST_F(HttpClient, DoesNotRenewForEver)
{
    signIn();
    beaver.valid = 0; // no token is good enough
    beaver.rest = [](const Request &) { return Answer{401, failure("invalid_token")}; };
    int over = 0;
    client.onSessionOver([&over] { ++over; });
    client.send({ApiRequest::Verb::Get, u"/admin/ledger/proof"_s}, [](const Outcome<JsonValue> &) {});
    ASSERT_TRUE(until([&over] { return over > 0; }));
    EXPECT_EQ(server.count("/auth/refresh"), 1);
    EXPECT_EQ(over, 1);
}

TEST_F(HttpClient, AWrongCodeEndsNoSession)
{
    signIn();
    beaver.rest = [](const Request &) { return Answer{401, failure("invalid_code", "The code is wrong.")}; };
    bool over = false;
    client.onSessionOver([&over] { over = true; });
    std::optional<ApiError> error;
    client.send({ApiRequest::Verb::Post, u"/auth/2fa/enable"_s, R"({"code":"000000"})"},
                [&error](const Outcome<JsonValue> &told) { error = told.error(); });
    ASSERT_TRUE(until([&error, &over] { return over || error.has_value(); }));
    EXPECT_FALSE(over);
    EXPECT_EQ(error->text(), u"The code is wrong."_s);
    EXPECT_EQ(server.count("/auth/refresh"), 0);
}

TEST_F(HttpClient, SignOutTellsTheServerAndDropsWhatIsUnderWay)
{
    signIn();
    client.send({ApiRequest::Verb::Get, u"/admin/ledger/proof"_s},
                [](const Outcome<JsonValue> &) { ADD_FAILURE() << "signed out"; });
    client.signOut();
    ASSERT_TRUE(until([this] { return server.count("/auth/logout") == 1; }));
    QTest::qWait(50);
}

TEST_F(HttpClient, PassesOnWhatTheServerSaysIsWrong)
{
    beaver.rest = [](const Request &) {
        return Answer{422, R"({"error":{"message":"'name' is too long.","type":"t","param":"name","code":"x"}})",
                      "x-request-id: req_7\r\n"};
    };
    signIn();
    std::optional<ApiError> error;
    client.send({ApiRequest::Verb::Post, u"/admin/api-keys"_s, "{}"},
                [&error](const Outcome<JsonValue> &told) { error = told.error(); });
    ASSERT_TRUE(until([&error] { return error.has_value(); }));
    EXPECT_EQ(error->text(), u"'name' is too long."_s);
    EXPECT_EQ(error->param, u"name"_s);
    EXPECT_EQ(error->requestId, u"req_7"_s);
}

TEST_F(HttpClient, TakesNoHalfAnswer)
{
    QByteArray body;
    beaver.rest = [&body](const Request &) { return Answer{200, body}; };
    signIn();
    for (const QByteArray &each : {QByteArray("not json"), QByteArray("{\"a\":"), QByteArray(9 * 1024 * 1024, ' ')}) {
        body = each;
        std::optional<ApiError> error;
        client.send({ApiRequest::Verb::Get, u"/admin/accounts"_s},
                    [&error](const Outcome<JsonValue> &told) { error = told.error(); });
        ASSERT_TRUE(until([&error] { return error.has_value(); }));
        EXPECT_EQ(error->kind, ApiError::Kind::BadAnswer) << each.left(60).toStdString();
    }
}

TEST(EventParser, TakesEventsApartHoweverTheyAreCut)
{
    const QByteArray bytes =
        ": hello\n\nevent: delta\r\ndata: {\"a\":1}\r\n\r\ndata: one\ndata: two\n\ndata: [DONE]\n\n";
    for (qsizetype size = 1; size <= bytes.size(); ++size) {
        EventParser parser;
        QByteArrayList events;
        for (qsizetype at = 0; at < bytes.size(); at += size)
            parser.feed(bytes.mid(at, size), [&events](const QByteArray &name, const QByteArray &data) {
                events.append(name + '|' + data);
            });
        EXPECT_EQ(events, (QByteArrayList{"delta|{\"a\":1}", "|one\ntwo", "|[DONE]"})) << size;
    }
}
