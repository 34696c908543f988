#pragma once

#include <QTemporaryDir>
#include <QTest>

#include <admin-ui/client/fake_api_client.h>
#include <admin-ui/editors/form_editor.h>
#include <admin-ui/editors/record_form.h>
#include <admin-ui/session/preferences.h>
#include <admin-ui/session/session.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <ostream>

namespace beaver::admin {

void PrintTo(const QString &text, std::ostream *stream);

/// Runs the event loop until `condition` holds; false after a minute.
bool until(const std::function<bool()> &condition);

/// Nobody is signed in yet; an editor of that page, on a fake server.
template <typename Editor> class AtTheDoor : public testing::Test
{
protected:
    void SetUp() override
    {
        editor.setSession(&session);
        editor.setPreferences(&preferences);
    }
    /// To its end.
    void submit()
    {
        editor.submit();
        ASSERT_TRUE(until([this] { return !editor.isBusy(); }));
    }

    QTemporaryDir folder;
    Preferences preferences{folder.filePath(QStringLiteral("settings.ini"))};
    FakeApiClient fake;
    Session session{fake};
    Editor editor;
};

/// A signed-in session on a fake server.
class OnFake : public testing::Test
{
protected:
    void SetUp() override;
    /// One that has its session, as its dialog opens it.
    std::unique_ptr<RecordForm> form(const QString &kind, const QVariantMap &record = {});
    /// submit() to its end.
    bool submit(FormEditor &editor);

    FakeApiClient fake;
    Session session{fake};
};

} // namespace beaver::admin
