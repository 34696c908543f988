#include <QClipboard>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRegularExpression>
#include <QtEndian>

#include <admin-ui/editors/form_spec.h>
#include <admin-ui/session/navigator.h>
#include <tests/qml/real_server.h>

#include <csignal>
#include <utility>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

/// With a log of BEAVER_LOG_ROWS calls over three months, straight into the database.
class FilledServer : public RealServer
{
protected:
    int rows() const { return qEnvironmentVariable("BEAVER_LOG_ROWS", u"6000"_s).toInt(); }
    void prepare() override
    {
        ASSERT_NO_FATAL_FAILURE(stop());
        QProcess fill;
        fill.setProcessChannelMode(QProcess::MergedChannels);
        fill.start(u"python3"_s, {QStringLiteral(BEAVER_SOURCE_DIR) + u"/tests/bench/scale/fill.py"_s,
                                  folder.filePath(u"beaver.db"_s), u"--accounts"_s, u"3"_s, u"--keys"_s, u"9"_s,
                                  u"--records"_s, QString::number(rows())});
        if (!fill.waitForStarted())
            GTEST_SKIP() << "python3 isn't there to fill the log";
        ASSERT_TRUE(fill.waitForFinished(600'000));
        ASSERT_EQ(fill.exitCode(), 0) << fill.readAll().toStdString();
        ASSERT_NO_FATAL_FAILURE(start());
    }
    QStringList saved(const QString &pattern) const
    {
        return QDir(folder.filePath(u"Downloads"_s)).entryList({pattern});
    }
    QByteArray content(const QString &name) const
    {
        QFile file(folder.filePath(u"Downloads/"_s + name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

/// No server yet, and a home of its own.
class NoServer : public ConsoleWindow
{
protected:
    NoServer()
        : ConsoleWindow(0, Server::Real)
    {}

    void SetUp() override
    {
        const QString program = qEnvironmentVariable("BEAVER_DAEMON", QStringLiteral(BEAVER_DAEMON));
        if (!QFileInfo(program).isExecutable())
            GTEST_SKIP() << program.toStdString() << " isn't built";
        before = {qgetenv("BEAVER_DAEMON"), qgetenv("XDG_DATA_HOME")};
        qputenv("BEAVER_DAEMON", program.toUtf8());
        qputenv("XDG_DATA_HOME", folder.path().toUtf8());
        ConsoleWindow::SetUp();
    }
    void TearDown() override
    {
        if (!console)
            return;
        ConsoleWindow::TearDown();
        qputenv("BEAVER_DAEMON", before.first);
        qputenv("XDG_DATA_HOME", before.second);
        if (before.first.isEmpty())
            qunsetenv("BEAVER_DAEMON");
        if (before.second.isEmpty())
            qunsetenv("XDG_DATA_HOME");
    }

    std::pair<QByteArray, QByteArray> before;
};

/// What an authenticator app shows now (RFC 6238).
QByteArray codeOf(const QString &secret)
{
    QByteArray key;
    int buffer = 0;
    int bits = 0;
    for (const QChar letter : secret) {
        const auto value = u"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"_s.indexOf(letter);
        if (value < 0)
            continue;
        buffer = (buffer << 5 | static_cast<int>(value)) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            key.append(static_cast<char>(buffer >> bits & 0xff));
        }
    }
    const auto step = qToBigEndian(static_cast<quint64>(QDateTime::currentSecsSinceEpoch() / 30));
    const QByteArray hash = QMessageAuthenticationCode::hash(
        QByteArray(reinterpret_cast<const char *>(&step), sizeof step), key, QCryptographicHash::Sha1);
    const quint32 cut = qFromBigEndian<quint32>(hash.constData() + (hash.back() & 0xf)) & 0x7fffffff;
    return QByteArray::number(cut % 1'000'000).rightJustified(6, '0');
}

} // namespace

TEST_F(NoServer, OneButtonStartsAGatewayAndSignsIn)
{
    ASSERT_TRUE(click("startLocal"));
    ASSERT_TRUE(until([this] { return window->property("navigator").value<Navigator *>() != nullptr; }));
    EXPECT_TRUE(session.owns());
    ASSERT_TRUE(appears("firstSteps"));
    // Who signs out finds the way back in.
    session.signOut();
    ASSERT_TRUE(click("startLocal"));
    ASSERT_TRUE(until([this] { return window->property("navigator").value<Navigator *>() != nullptr; }));
    EXPECT_NE(preferences.serverAddress(), window->property("gateway").value<LocalGateway *>()->address())
        << "it will be another the next time";
    // Its log stands in the settings; it ends there, and so does what was signed in to it.
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(click("tab_console"));
    ASSERT_TRUE(appears("localGateway"));
    ASSERT_TRUE(click("localGateway"));
    ASSERT_TRUE(appears("startLocal"));
    EXPECT_EQ(session.notice(), u"The gateway on this computer has stopped."_s);
}

// As somebody does it who has just installed both packages and knows nothing but what the screen says.
TEST_F(NoServer, ThreePressesAndTwoLinesLeadToTheFirstAnswer)
{
    ASSERT_TRUE(click("startLocal"));
    ASSERT_TRUE(openPage("playground"));
    ASSERT_TRUE(click("topUpFirst"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("10");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_amount") && !find("topUpFirst"); }));
    ASSERT_TRUE(until([this] { return find("composer")->hasActiveFocus(); })) << "one goes on typing";
    type("hello beaver");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("summary") && textOf("summary").contains(u'$'); }));
    EXPECT_TRUE(shows(u"hello beaver"_s));
    EXPECT_FALSE(find("askAgain"));
    picture("first-answer");
}

TEST_F(FilledServer, ItsWholeLogIsExportedAndAnExportCanBeStopped)
{
    ASSERT_TRUE(click("password"));
    signIn();
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(click("option_requests"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("export"));
    ASSERT_TRUE(click("exportCsv"));
    const auto written = [this] { return find("exported") ? find("exported")->property("written").toInt() : 0; };
    ASSERT_TRUE(until([&] { return written() > 0; })) << "progress is shown";
    // The server holds its breath, so that the export can't be over before it is stopped.
    ::kill(static_cast<pid_t>(server.processId()), SIGSTOP);
    const bool stopped = click("export");
    ::kill(static_cast<pid_t>(server.processId()), SIGCONT);
    ASSERT_TRUE(stopped);
    ASSERT_TRUE(until([&] { return saved(u"beaver-calls-*.csv"_s).isEmpty(); })) << "half a file is none";

    ASSERT_TRUE(click("export"));
    ASSERT_TRUE(click("exportCsv"));
    const auto lines = [&] {
        const QStringList names = saved(u"beaver-calls-*.csv"_s);
        return names.isEmpty() ? 0 : static_cast<int>(content(names.first()).count('\n'));
    };
    ASSERT_TRUE(QTest::qWaitFor([&] { return lines() == rows() + 1; }, 600'000)) << lines();
}

TEST_F(FilledServer, AnInvoiceIsSavedAsPdf)
{
    ASSERT_TRUE(click("password"));
    signIn();
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(click("option_invoices"));
    // The server makes those of past months by itself, but not at once.
    ASSERT_TRUE(click("new"));
    ASSERT_TRUE(until([this] {
        return find("field_account_id") && !find("field_account_id")->property("options").toList().isEmpty();
    }));
    QMetaObject::invokeMethod(find("field_account_id"), "picked", Q_ARG(QString, u"acc_fill000001"_s));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_invoice.save"));
    ASSERT_TRUE(until([this] { return !saved(u"*.pdf"_s).isEmpty(); }));
    EXPECT_TRUE(content(saved(u"*.pdf"_s).first()).startsWith("%PDF-"));
    picture("real-invoices");
}

TEST_F(RealServer, ANewGatewayLeadsToItsFirstAnswer)
{
    ASSERT_TRUE(click("password"));
    signIn();
    ASSERT_TRUE(appears("firstSteps"));
    ASSERT_TRUE(appears("firstStep1"));
    picture("real-first-steps");
    ASSERT_TRUE(click("firstStep1"));

    // Nobody has given the administrator anything; what can be done about it stands where it is missed.
    ASSERT_TRUE(appears("topUpFirst"));
    picture("real-empty-balance");
    ASSERT_TRUE(until([this] { return find("composer") && find("composer")->hasActiveFocus(); }));
    type("hello beaver");
    ASSERT_TRUE(until([this] { return find("send")->isEnabled(); }));
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("askAgain"));
    ASSERT_TRUE(appears("topUp"));
    picture("real-refused-chat");
    ASSERT_TRUE(click("topUp"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("10");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_amount") && !find("topUp"); }));
    ASSERT_TRUE(until([this] { return find("composer")->hasActiveFocus(); })) << "one goes on typing";
    ASSERT_TRUE(click("askAgain"));
    ASSERT_TRUE(until([this] { return find("summary") && textOf("summary").contains(u'$'); }));
    EXPECT_FALSE(find("askAgain"));
    picture("real-first-answer");
    ASSERT_TRUE(click("saveChat"));
    const QDir downloads(folder.filePath(u"Downloads"_s));
    ASSERT_TRUE(until([&] { return !downloads.entryList({u"beaver-chat-*.md"_s}).isEmpty(); }));
    QFile chat(downloads.filePath(downloads.entryList({u"beaver-chat-*.md"_s})[0]));
    ASSERT_TRUE(chat.open(QIODevice::ReadOnly));
    EXPECT_EQ(chat.readAll(), "# beaver/echo\n\n**You**\n\nhello beaver\n\n**beaver/echo**\n\nhello beaver\n");

    ASSERT_TRUE(openPage("overview"));
    ASSERT_TRUE(click("hideFirstSteps"));
    ASSERT_TRUE(until([this] { return !find("firstSteps"); }));
}

TEST_F(RealServer, TakesWhatEveryFormSends)
{
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.get(QNetworkRequest(QUrl(address + u"/openapi.json"_s))));
    ASSERT_TRUE(until([&reply] { return reply->isFinished(); }));
    const QJsonObject document = QJsonDocument::fromJson(reply->readAll()).object();
    const QJsonObject schemas = document[u"components"_s][u"schemas"_s].toObject();
    static const QRegularExpression place(u"\\{[^}]*\\}"_s);
    const auto plain = [](QString path) { return path.section(u'?', 0, 0).replace(place, u"{}"_s); };
    QHash<QString, QJsonObject> operations;
    const QJsonObject paths = document[u"paths"_s].toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path)
        for (const QString &verb : path->toObject().keys())
            operations[verb + u' ' + plain(path.key())] = path->toObject()[verb].toObject();
    const QHash<ApiRequest::Verb, QString> verbs{{ApiRequest::Verb::Post, u"post"_s},
                                                 {ApiRequest::Verb::Put, u"put"_s},
                                                 {ApiRequest::Verb::Patch, u"patch"_s},
                                                 {ApiRequest::Verb::Delete, u"delete"_s}};
    ASSERT_GT(formKinds().size(), 40);
    QHash<QString, QSet<QString>> offered; // by operation, of all its forms
    QHash<QString, QSet<QString>> known;
    for (const QString &kind : formKinds()) {
        const FormSpec &form = *formSpec(kind);
        // As operators, or where only an account sends it, as that does.
        const auto operation = [&](const QString &base) {
            QString path = form.path;
            for (const auto &[name, own] :
                 {std::pair(u"{keys}"_s, u"/api-keys"_s), std::pair(u"{projects}"_s, u"/projects"_s),
                  std::pair(u"{hooks}"_s, u"/webhooks"_s)})
                path.replace(name, base + own);
            return verbs[form.verb] + u' ' + plain(path);
        };
        const QString wanted = operations.contains(operation(u"/admin"_s)) ? operation(u"/admin"_s) : operation({});
        ASSERT_TRUE(operations.contains(wanted)) << kind.toStdString() << ": " << wanted.toStdString();
        QSet<QString> sent;
        bool file = false;
        for (auto each = form.fixed.begin(); each != form.fixed.end(); ++each)
            sent.insert(each.key());
        for (const FieldSpec &field : form.fields) {
            file = file || field.kind == "file"_L1;
            if (field.kind != "part"_L1 && !field.inPath && field.repeats.isEmpty())
                sent.insert(field.name.section(u'.', 0, 0));
        }
        if (form.forecast && form.foreseenBy.isEmpty() && !form.path.contains(u"{dry_run}"_s))
            sent.insert(u"dry_run"_s);
        if (file)
            continue; // it is the whole body
        const QJsonObject content = operations[wanted][u"requestBody"_s][u"content"_s].toObject();
        QJsonObject schema = content[u"application/json"_s][u"schema"_s].toObject();
        if (const QString named = schema[u"$ref"_s].toString(); !named.isEmpty())
            schema = schemas[named.section(u'/', -1)].toObject();
        const QJsonObject taken = schema[u"properties"_s].toObject();
        for (const QString &name : std::as_const(sent))
            EXPECT_TRUE(taken.contains(name)) << kind.toStdString() << " sends " << name.toStdString();
        for (const auto &name : schema[u"required"_s].toArray())
            EXPECT_TRUE(sent.contains(name.toString()))
                << kind.toStdString() << " lacks " << name.toString().toStdString();
        const QStringList names = taken.keys();
        known[wanted] = QSet<QString>(names.begin(), names.end());
        offered[wanted] += sent;
    }
    // What the gateway takes and no form offers is offered elsewhere, or is another name for what one offers.
    const QSet<QString> ofKeys{u"daily_budget"_s,    u"weekly_budget"_s, u"monthly_budget"_s, u"total_budget"_s,
                               u"expires_in_days"_s, u"project_id"_s}; // limits and expires_at are them too
    const QHash<QString, QSet<QString>> elsewhere{
        {u"post /admin/api-keys"_s, ofKeys},
        {u"post /api-keys"_s, ofKeys},
        {u"post /projects/{}/api-keys"_s, ofKeys},
        {u"post /projects"_s, ofKeys + QSet{u"limits"_s}}, // set on its page
        {u"patch /admin/api-keys/{}"_s, ofKeys + QSet{u"is_active"_s}},
        {u"patch /admin/projects/{}"_s, ofKeys + QSet{u"status"_s}},
        {u"post /admin/api-keys/revoke"_s, {u"ids"_s, u"project_id"_s, u"search"_s, u"status"_s}}, // of those chosen
        {u"post /admin/endpoints"_s, {u"status"_s}}, // these and the next: buttons
        {u"patch /admin/endpoints/{}"_s, {u"status"_s}},
        {u"patch /admin/accounts/{}"_s, {u"status"_s}},
        {u"patch /admin/webhooks/{}"_s, {u"status"_s}},
        {u"post /admin/models"_s, {u"is_active"_s}},
        {u"patch /admin/models/{}"_s, {u"is_active"_s}},
        {u"patch /admin/plans/{}"_s, {u"position"_s}},
        {u"post /auth/email/verify"_s, {u"cookie"_s}}};
    for (auto each = known.begin(); each != known.end(); ++each) {
        const QSet<QString> missing = each.value() - offered[each.key()] - elsewhere.value(each.key());
        EXPECT_TRUE(missing.isEmpty()) << each.key().toStdString() << " takes "
                                       << QStringList(missing.begin(), missing.end()).join(u", "_s).toStdString();
    }
}

TEST_F(RealServer, FromTheAccountToTheChargedCall)
{
    ASSERT_TRUE(click("password"));
    type("wrong-horse-9");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("password")->property("failed").toBool(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    signIn();

    // Accounts: one is made and topped up, to the last digit.
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("newAccount"));
    ASSERT_TRUE(until([this] { return find("field_email") && find("field_email")->hasActiveFocus(); }));
    type("customer@shop.example");
    ASSERT_TRUE(click("field_initial_balance"));
    type("12.000000001");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_email"); }));
    ASSERT_TRUE(appears("row1"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("topUp"));
    ASSERT_TRUE(click("topUp"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("0.5");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_amount"); }));
    ASSERT_TRUE(
        until([this] { return find("balance") && find("balance")->property("exact") == u"12.500000001 USD"_s; }));
    picture("real-account");

    // A key of it, told once.
    ASSERT_TRUE(click("newKey"));
    ASSERT_TRUE(until([this] { return find("field_name") && find("field_name")->hasActiveFocus(); }));
    type("web shop");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("secret"));
    const QString secret = textOf("secret");
    ASSERT_TRUE(click("copySecret"));
    EXPECT_EQ(QGuiApplication::clipboard()->text(), secret);
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(until([this] { return !find("secret"); }));

    // The playground calls with it.
    ASSERT_TRUE(openPage("playground"));
    ASSERT_TRUE(until([this] { return find("model") && !find("model")->property("options").toList().isEmpty(); }));
    find("model")->setProperty("value", u"beaver/echo"_s);
    QMetaObject::invokeMethod(find("model"), "picked", Q_ARG(QString, u"beaver/echo"_s));
    find("runAs")->setProperty("text", secret);
    QMetaObject::invokeMethod(find("runAs"), "textEdited");
    ASSERT_TRUE(click("composer"));
    type("hello beaver");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("summary") && !textOf("summary").isEmpty(); }));
    picture("real-chat");

    // The call stands in the log, in the histogram above it and on the first page; the log can be saved.
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(click("option_requests"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(until([this] { return find("outcomes") && !find("outcomes")->property("empty").toBool(); }));
    picture("real-calls");
    ASSERT_TRUE(click("export"));
    ASSERT_TRUE(click("exportCsv"));
    const QDir downloads(folder.filePath(u"Downloads"_s));
    ASSERT_TRUE(until([&] { return !downloads.entryList({u"beaver-calls-*.csv"_s}).isEmpty(); }));
    QFile saved(downloads.filePath(downloads.entryList({u"beaver-calls-*.csv"_s})[0]));
    ASSERT_TRUE(until([&] {
        saved.close();
        return saved.open(QIODevice::ReadOnly) && saved.readAll().contains("beaver/echo");
    }));
    ASSERT_TRUE(openPage("overview"));
    ASSERT_TRUE(until([this] { return find("figure2") && find("figure2")->property("value") == u"1"_s; }));
    picture("real-overview");

    // The key is rotated, the provider paused and resumed, categories are recalculated without effect.
    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.rotate"));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("secret"));
    EXPECT_NE(textOf("secret"), secret);
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(until([this] { return !find("secret"); }));
    ASSERT_TRUE(openPage("providers"));
    const auto provider = [this] {
        const QQuickItem *row = find("row0");
        return row ? row->property("cells").toList().value(2).toMap()[u"text"_s].toString() : QString();
    };
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_endpoint.pause"));
    ASSERT_TRUE(until([&] { return provider() == u"Paused"_s; }));
    ASSERT_TRUE(click("undo"));
    ASSERT_TRUE(until([&] { return provider() == u"Healthy"_s; }));
    picture("real-providers");
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("recalculate"));
    ASSERT_TRUE(until([this] { return textOf("dialogText").startsWith(u"Nothing would change"); }));
    picture("real-recalculation");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return !find("dialogText"); }));

    // What the call cost stands in the books, by the name of who paid.
    ASSERT_TRUE(openPage("billing"));
    ASSERT_TRUE(until([this] {
        const QQuickItem *row = find("row0");
        const QVariantList cells = row ? row->property("cells").toList() : QVariantList();
        return cells.value(1).toMap()[u"text"_s] == u"Usage"_s &&
               cells.value(2).toMap()[u"text"_s] == u"customer@shop.example"_s;
    }));
    picture("real-billing");
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_transaction.refundCall"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("0.000001");
    ASSERT_TRUE(click("field_reason"));
    type("slow answer");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_reason"); }));
    ASSERT_TRUE(until([this] {
        const QQuickItem *row = find("row0");
        const QVariantList cells = row ? row->property("cells").toList() : QVariantList();
        return cells.value(1).toMap()[u"text"_s] == u"Refund"_s;
    }));
    ASSERT_TRUE(click("option_refunds"));
    ASSERT_TRUE(until([this] {
        const QQuickItem *row = find("row0");
        const QVariantList cells = row ? row->property("cells").toList() : QVariantList();
        return cells.value(3).toMap()[u"text"_s] == u"slow answer"_s;
    }));
    picture("real-refunds");
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_refund.call"));
    ASSERT_TRUE(appears("fact_Request"));
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));

    // A voucher's code is told once; an adjustment takes its reason.
    ASSERT_TRUE(click("option_vouchers"));
    ASSERT_TRUE(click("new"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("5");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("stored"));
    EXPECT_FALSE(textOf("secret").isEmpty());
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(openPage("accounts"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_account.adjust"));
    ASSERT_TRUE(until([this] { return find("field_amount") && find("field_amount")->hasActiveFocus(); }));
    type("-0.25");
    ASSERT_TRUE(click("field_reason"));
    type("goodwill");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_reason"); }));
    for (const char *page : {"limits", "audit", "settings"}) {
        ASSERT_TRUE(openPage(page));
        ASSERT_TRUE(until([this] { return !find("state_loading"); }));
        EXPECT_FALSE(find("state_error")) << page;
        picture(QByteArray("real-").append(page).constData());
    }
    ASSERT_TRUE(click("signOut"));
    ASSERT_TRUE(appears("password"));
}

TEST_F(RealServer, OnesOwnAccountAndWhoIsToldAreLookedAfterInTheSettings)
{
    ASSERT_TRUE(click("password"));
    signIn();
    ASSERT_TRUE(openPage("settings"));
    ASSERT_TRUE(click("tab_profile"));
    ASSERT_TRUE(click("editProfile"));
    ASSERT_TRUE(until([this] { return find("field_full_name") && find("field_full_name")->hasActiveFocus(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    type("Maya");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return textOf("ownName") == u"Maya"_s && session.name() == u"Maya"_s; }));

    // The second factor: a wrong code is told at its field and ends nothing; a recovery code switches it off.
    ASSERT_TRUE(click("factorOn"));
    ASSERT_TRUE(appears("qrCode"));
    const QString secret = find("prepared")->property("code").toString();
    ASSERT_TRUE(click("field_code"));
    type("nonsense");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("field_code") && find("field_code")->property("failed").toBool(); }));
    key(Qt::Key_A, Qt::ControlModifier);
    type(codeOf(secret).constData());
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("secret"));
    const QStringList codes = textOf("secret").split(u'\n');
    EXPECT_EQ(codes.size(), 10);
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(click("factorOff"));
    ASSERT_TRUE(click("field_code"));
    type(codes.first().toLatin1().constData());
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("factorOn"));
    ASSERT_TRUE(click("changePassword"));
    ASSERT_TRUE(click("field_current_password"));
    type("Correct-horse-9");
    ASSERT_TRUE(click("field_password"));
    type("Other-battery-4");
    ASSERT_TRUE(click("field_repeated"));
    type("Other-battery-4");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_repeated"); }));

    ASSERT_TRUE(click("tab_webhooks"));
    ASSERT_TRUE(click("newWebhook"));
    ASSERT_TRUE(click("field_url"));
    type("http://127.0.0.1:9/hook");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("secret"));
    EXPECT_TRUE(textOf("secret").startsWith(u"whsec_"_s));
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_webhook.test"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(appears("crumb"));
    ASSERT_TRUE(until([this] {
        const QQuickItem *row = find("row0");
        const QVariantList cells = row ? row->property("cells").toList() : QVariantList();
        return cells.value(1).toMap()[u"text"_s] == u"webhook.test"_s;
    }));
    picture("real-deliveries");
    ASSERT_TRUE(click("tab_invitations"));
    ASSERT_TRUE(click("invite"));
    ASSERT_TRUE(click("field_email"));
    type("noor@beaver.example");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("secret"));
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(appears("row0"));
    picture("real-invitations");
    ASSERT_TRUE(click("tab_mail"));
    ASSERT_TRUE(appears("row0"));
    picture("real-mail");
    window->property("navigator").value<Navigator *>()->open(u"accounts"_s, session.accountId());
    ASSERT_TRUE(click("tab_sessions"));
    ASSERT_TRUE(appears("row0"));
}

TEST_F(RealServer, PricesAreImportedScheduledAndCorrected)
{
    const auto answered = [this](const QString &path, const QByteArray &body) {
        bool made = false;
        session.send({ApiRequest::Verb::Post, path, body}, window, [&made](const Outcome<JsonValue> &told) {
            EXPECT_TRUE(told) << told.error().text().toStdString();
            made = true;
        });
        return until([&made] { return made; });
    };
    ASSERT_TRUE(click("password"));
    signIn();
    ASSERT_TRUE(appears("firstSteps"));
    const QByteArray money = u"{\"account_id\":\"%1\",\"amount\":10}"_s.arg(session.accountId()).toUtf8();
    ASSERT_TRUE(answered(u"/admin/top-up"_s, money));
    ASSERT_TRUE(answered(u"/v1/chat/completions"_s,
                         R"({"model":"beaver/echo","messages":[{"role":"user","content":"hello beaver"}]})"));

    const QString path = folder.filePath(u"map.json"_s);
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(R"({"writer-3": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1e-06,
        "output_cost_per_token": 2e-06, "max_input_tokens": 1000}})");
    file.close();
    ASSERT_TRUE(openPage("pricing"));
    ASSERT_TRUE(click("import"));
    ASSERT_TRUE(until([this] { return find("field_file") && find("field_file")->hasActiveFocus(); }));
    type(path.toUtf8().constData());
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("forecast"));
    picture("real-import");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("search"));
    type("writer-3");
    const auto onlyRow = [this](const char *text) {
        return until([&] {
            const QQuickItem *row = find("row0");
            const QVariantList cells = row ? row->property("cells").toList() : QVariantList();
            return !find("row1") && cells.value(0).toMap()[u"text"_s] == QString::fromLatin1(text);
        });
    };
    ASSERT_TRUE(onlyRow("writer-3"));

    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.price"));
    ASSERT_TRUE(click("field_valid_from"));
    type(QDateTime::currentDateTimeUtc().addDays(20).toString(u"yyyy-MM-dd HH:mm"_s).toLatin1().constData());
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.history"));
    ASSERT_TRUE(appears("scheduled0"));
    picture("real-scheduled");
    ASSERT_TRUE(click("withdraw0"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([this] { return !find("scheduled0"); }));
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));

    ASSERT_TRUE(click("search"));
    key(Qt::Key_A, Qt::ControlModifier);
    type("beaver/echo");
    ASSERT_TRUE(onlyRow("beaver/echo"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_model.correct"));
    ASSERT_TRUE(until([this] { return find("field_from") && find("field_from")->hasActiveFocus(); }));
    type(QDateTime::currentDateTimeUtc().addDays(-1).toString(u"yyyy-MM-dd"_s).toLatin1().constData());
    ASSERT_TRUE(click("field_free"));
    ASSERT_TRUE(until([this] { return !find("field_list_prices.input"); }));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("forecast"));
    picture("real-correction");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("option_corrections"));
    ASSERT_TRUE(until([this] {
        const QQuickItem *row = find("row0");
        return row && row->property("cells").toList().value(5).toMap()[u"text"_s] == u"1"_s;
    })) << "one call";
    picture("real-corrections");

    ASSERT_TRUE(click("option_aliases"));
    ASSERT_TRUE(click("new"));
    ASSERT_TRUE(until([this] { return find("field_alias") && find("field_alias")->hasActiveFocus(); }));
    type("team/latest");
    QMetaObject::invokeMethod(find("field_model"), "picked", Q_ARG(QString, u"beaver/echo"_s));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("search"));
    key(Qt::Key_A, Qt::ControlModifier);
    type("team/latest");
    ASSERT_TRUE(until([this] { return find("row0") && !find("row1"); }));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(until([this] { return find("field_model"); }));
    QMetaObject::invokeMethod(find("field_model"), "picked", Q_ARG(QString, u"writer-3"_s));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] {
        const QQuickItem *row = find("row0");
        return row && row->property("cells").toList().value(1).toMap()[u"text"_s] == u"writer-3"_s;
    }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_alias.delete"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([this] { return !find("row0"); }));
}

TEST_F(RealServer, AStatementIsSavedAndWhatWasSaidIsKeptForAKeyThatIsSetTo)
{
    ASSERT_TRUE(click("password"));
    signIn();
    ASSERT_TRUE(appears("firstSteps"));
    const QByteArray money = u"{\"account_id\":\"%1\",\"amount\":10}"_s.arg(session.accountId()).toUtf8();
    asked(ApiRequest::Verb::Post, u"/admin/top-up"_s, money);
    const QString key = asked(ApiRequest::Verb::Post, u"/api-keys"_s, R"({"name":"kept"})")["key"_L1].plain();

    ASSERT_TRUE(openPage("keys"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.bodies"));
    ASSERT_TRUE(until([this] { return find("field_keep") && find("field_keep")->isEnabled(); }));
    ASSERT_TRUE(click("field_keep"));
    ASSERT_TRUE(until([this] { return find("field_keep")->property("checked").toBool(); }));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.signing"));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("secret"));
    EXPECT_TRUE(textOf("secret").startsWith(u"bss_"_s));
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(until([this] { return !find("secret"); }));

    ASSERT_TRUE(openPage("playground"));
    ASSERT_TRUE(until([this] { return find("model") && !find("model")->property("options").toList().isEmpty(); }));
    find("model")->setProperty("value", u"beaver/echo"_s);
    QMetaObject::invokeMethod(find("model"), "picked", Q_ARG(QString, u"beaver/echo"_s));
    find("runAs")->setProperty("text", key);
    QMetaObject::invokeMethod(find("runAs"), "textEdited");
    ASSERT_TRUE(click("composer"));
    type("a canary sings");
    this->key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("summary") && !textOf("summary").isEmpty(); }));
    ASSERT_TRUE(openPage("usage"));
    ASSERT_TRUE(click("option_requests"));
    ASSERT_TRUE(click("row0"));
    // They are written after the call.
    ASSERT_TRUE(until([this] { return find("readBodies") != nullptr; }));
    find("readBodies")->forceActiveFocus(Qt::TabFocusReason);
    this->key(Qt::Key_Space);
    ASSERT_TRUE(until([this] { return find("body0") && find("body1"); }));
    EXPECT_TRUE(find("body0")->property("code").toString().contains(u"a canary sings"_s));
    picture("real-bodies");
    ASSERT_TRUE(click("closeSheet"));
    ASSERT_TRUE(until([this] { return !find("closeSheet"); }));

    window->property("navigator").value<Navigator *>()->open(u"accounts"_s, session.accountId());
    ASSERT_TRUE(click("tab_statement"));
    ASSERT_TRUE(appears("fact_Closing balance"));
    ASSERT_TRUE(appears("row0"));
    picture("real-statement");
    ASSERT_TRUE(click("editBilling"));
    ASSERT_TRUE(until([this] { return find("field_tax_rate") != nullptr; }));
    ASSERT_TRUE(click("field_tax_rate"));
    type("7.5");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return find("fact_Tax rate") && textOf("fact_Tax rate") == u"7.5%"_s; }));
    ASSERT_TRUE(click("saveStatement"));
    const QDir downloads(folder.filePath(u"Downloads"_s));
    ASSERT_TRUE(until([&] { return !downloads.entryList({u"*.csv"_s}).isEmpty(); }));
    QFile saved(downloads.filePath(downloads.entryList({u"*.csv"_s})[0]));
    ASSERT_TRUE(saved.open(QIODevice::ReadOnly));
    EXPECT_TRUE(saved.readAll().contains("closing_balance"));
}

TEST_F(RealServer, AnAccountsProjectHasMembersKeysAndABudget)
{
    ASSERT_TRUE(click("password"));
    signIn();
    registered("owner@shop.example");
    registered("helper@shop.example");
    ASSERT_NO_FATAL_FAILURE(signInAs("owner@shop.example"));

    ASSERT_TRUE(openPage("projects"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("newProject"));
    ASSERT_TRUE(until([this] { return find("field_name") && find("field_name")->hasActiveFocus(); }));
    type("Storefront");
    ASSERT_TRUE(click("field_monthly_budget"));
    type("250");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("field_name"); }));
    ASSERT_TRUE(appears("row1"));
    ASSERT_TRUE(click("row0"));
    ASSERT_TRUE(until([this] { return textOf("fact_Spend per month") == u"$250.00"_s; }));
    ASSERT_TRUE(click("tab_members"));
    ASSERT_TRUE(click("addMember"));
    ASSERT_TRUE(until([this] { return find("field_email") && find("field_email")->hasActiveFocus(); }));
    type("helper@shop.example");
    ASSERT_TRUE(click("submit"));
    const auto role = [this] {
        const QQuickItem *row = find("row0");
        return row ? row->property("cells").toList().value(1).toMap()[u"text"_s].toString() : QString();
    };
    ASSERT_TRUE(until([&] { return role() == u"Member"_s; }));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_member.role"));
    ASSERT_TRUE(appears("field_role"));
    QMetaObject::invokeMethod(find("field_role"), "picked", Q_ARG(QString, u"viewer"_s));
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([&] { return role() == u"Viewer"_s; }));
    picture("real-members");
    ASSERT_TRUE(click("tab_credentials"));
    ASSERT_TRUE(click("bringCredential"));
    ASSERT_TRUE(click("field_api_key"));
    type("sk-test-of-the-project-9sK2");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("projectMenu"));
    ASSERT_TRUE(click("action_project.limits"));
    ASSERT_TRUE(until(
        [this] { return find("field_limits.spend_per_month") && textOf("field_limits.spend_per_month") == u"250"_s; }));
    ASSERT_TRUE(click("field_limits.requests_per_minute"));
    type("60");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("submit"); }));
    ASSERT_TRUE(click("projectMenu"));
    ASSERT_TRUE(click("action_project.newOwnKey"));
    ASSERT_TRUE(until([this] { return find("field_name") && find("field_name")->hasActiveFocus(); }));
    type("shop");
    const auto enter = [this](const char *field, const char *text) {
        ASSERT_TRUE(appears(field)) << field;
        find(field)->forceActiveFocus(Qt::TabFocusReason);
        type(text);
    };
    ASSERT_NO_FATAL_FAILURE(enter("field_allowed_models", "beaver/echo"));
    ASSERT_NO_FATAL_FAILURE(enter("field_scopes", "chat.completions"));
    ASSERT_NO_FATAL_FAILURE(enter("field_allowed_ips", "127.0.0.0/8"));
    ASSERT_NO_FATAL_FAILURE(enter("field_metadata", "{\"team\": 1}"));
    ASSERT_NO_FATAL_FAILURE(enter("part_bounds", " "));
    ASSERT_NO_FATAL_FAILURE(enter("field_allowed_referrers", "https://shop.example"));
    ASSERT_NO_FATAL_FAILURE(enter("field_request_cap", "1000"));
    ASSERT_NO_FATAL_FAILURE(enter("field_permissions", "read, write"));
    ASSERT_NO_FATAL_FAILURE(enter("field_can_sign", " "));
    ASSERT_NO_FATAL_FAILURE(enter("part_limits", " "));
    ASSERT_NO_FATAL_FAILURE(enter("field_limits.spend_total", "12.5"));
    picture("real-new-key");
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(appears("otherSecret"));
    EXPECT_TRUE(textOf("otherSecret").startsWith(u"bss_"_s));
    ASSERT_TRUE(click("stored"));
    ASSERT_TRUE(until([this] { return !find("secret"); }));
    ASSERT_TRUE(click("tab_keys"));
    ASSERT_TRUE(appears("row0"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_key.disable"));
    ASSERT_TRUE(appears("undo"));
    ASSERT_TRUE(click("tab_overview"));
    ASSERT_TRUE(until([this] { return textOf("fact_Requests per minute") == u"60"_s; }));
    EXPECT_EQ(textOf("fact_Provider keys"), u"OpenAI …9sK2"_s);
    picture("real-project");

    // Who may only look sees it, and may leave.
    ASSERT_NO_FATAL_FAILURE(signInAs("helper@shop.example"));
    ASSERT_TRUE(openPage("projects"));
    const auto rows = [this] { return (find("row0") ? 1 : 0) + (find("row1") ? 1 : 0); };
    ASSERT_TRUE(until([&] { return rows() == 2; }));
    const char *shared =
        find("row0")->property("cells").toList().value(1).toMap()[u"text"_s] == u"Viewer"_s ? "row0" : "row1";
    ASSERT_TRUE(click(shared));
    ASSERT_TRUE(appears("projectRemark"));
    ASSERT_TRUE(click("tab_members"));
    ASSERT_TRUE(appears("row0"));
    EXPECT_FALSE(find("addMember"));
    ASSERT_TRUE(click("more0"));
    ASSERT_TRUE(click("action_member.leave"));
    ASSERT_TRUE(click("confirm"));
    ASSERT_TRUE(until([&] { return find("newProject") && rows() == 1; }));
}
