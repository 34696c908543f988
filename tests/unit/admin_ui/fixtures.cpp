#include <tests/unit/admin_ui/fixtures.h>

namespace beaver::admin {

void PrintTo(const QString &text, std::ostream *stream)
{
    *stream << '"' << text.toStdString() << '"';
}

bool until(const std::function<bool()> &condition)
{
    return QTest::qWaitFor(condition, 60000);
}

void OnFake::SetUp()
{
    session.signIn(QUrl(QStringLiteral("https://beaver.example.com")),
                   {QStringLiteral("admin@beaver.example"), QStringLiteral("x")}, [](const Outcome<SignedIn> &) {});
    ASSERT_TRUE(until([this] { return session.isSignedIn(); }));
}

std::unique_ptr<RecordForm> OnFake::form(const QString &kind, const QVariantMap &record)
{
    auto made = std::make_unique<RecordForm>();
    made->setKind(kind);
    made->setRecord(record);
    made->setSession(&session);
    return made;
}

bool OnFake::submit(FormEditor &editor)
{
    bool done = false;
    const auto connection = QObject::connect(&editor, &FormEditor::done, &editor, [&done] { done = true; });
    editor.submit();
    EXPECT_TRUE(until([&editor] { return !editor.isBusy(); }));
    QObject::disconnect(connection);
    return done;
}

} // namespace beaver::admin
