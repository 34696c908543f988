#include <QBuffer>
#include <QClipboard>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QMimeData>

#include <tests/qml/console_window.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

class PlaygroundPage : public ConsoleWindow
{
protected:
    void SetUp() override
    {
        ConsoleWindow::SetUp();
        signIn();
        ASSERT_TRUE(openPage("playground"));
        ASSERT_TRUE(until([this] { return find("attach") && find("attach")->isEnabled(); }));
    }

    QImage picture(int width, int height, Qt::GlobalColor color) const
    {
        QImage image(width, height, QImage::Format_RGB32);
        image.fill(color);
        return image;
    }
    QUrl file(const QString &name, const QImage &image) const
    {
        EXPECT_TRUE(image.save(folder.filePath(name)));
        return QUrl::fromLocalFile(folder.filePath(name));
    }
    void drop(const QList<QUrl> &urls) const
    {
        QMimeData data;
        data.setUrls(urls);
        const QPoint at(700, 400);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QGuiApplication::sendEvent(window, &enter);
        QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QGuiApplication::sendEvent(window, &dropped);
    }
    using ConsoleWindow::picture;
};

} // namespace

TEST_F(PlaygroundPage, WhatThereIsNothingForIsInactive)
{
    ASSERT_TRUE(find("send") && find("clearChat") && find("composer"));
    EXPECT_FALSE(find("send")->isEnabled());
    EXPECT_FALSE(find("clearChat")->isEnabled());
    find("composer")->forceActiveFocus(Qt::TabFocusReason);
    type("  ");
    EXPECT_FALSE(find("send")->isEnabled());
    type("Hi");
    ASSERT_TRUE(until([this] { return find("send")->isEnabled(); }));
    EXPECT_FALSE(find("clearChat")->isEnabled());
    ASSERT_TRUE(click("send"));
    ASSERT_TRUE(until([this] { return find("clearChat")->isEnabled(); }));
    ASSERT_TRUE(click("clearChat"));
    ASSERT_TRUE(until([this] { return !find("clearChat")->isEnabled() && !find("send")->isEnabled(); }));
}

TEST_F(PlaygroundPage, PicturesArePastedDroppedTakenAwayAndSent)
{
    QGuiApplication::clipboard()->setImage(picture(64, 40, Qt::darkCyan));
    key(Qt::Key_V, Qt::ControlModifier);
    ASSERT_TRUE(appears("picture0"));
    drop({file(u"chart.png"_s, picture(200, 120, Qt::darkMagenta)),
          file(u"wide.jpg"_s, picture(300, 60, Qt::darkYellow))});
    ASSERT_TRUE(appears("picture2"));
    ConsoleWindow::picture("pictures-waiting");
    ASSERT_TRUE(click("removePicture0"));
    ASSERT_TRUE(until([this] { return !find("picture2"); }));
    // By keyboard: the tray stands before the text.
    key(Qt::Key_Backtab);
    key(Qt::Key_Delete);
    ASSERT_TRUE(until([this] { return !find("picture1"); }));
    EXPECT_EQ(QGuiApplication::focusObject()->objectName(), u"composer"_s);
    type("What is it?");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("tray"); }));
    const auto &requests = fake.requests();
    const auto asked = std::ranges::find(requests, u"/v1/chat/completions"_s, &ApiRequest::path);
    ASSERT_NE(asked, requests.end());
    EXPECT_TRUE(asked->body.contains("data:image/png;base64,")) << "the picture that was dropped is left";
    ASSERT_TRUE(appears("pictures0"));
    ASSERT_TRUE(until([this] { return find("saveChat")->isEnabled(); }));
    for (QQuickItem *each = find("pictures0"); each; each = each->parentItem())
        if (each->property("contentY").isValid())
            each->setProperty("contentY", -24);
    EXPECT_TRUE(find("thumbnail0")->property("valid").toBool()) << "the picture is seen in the conversation";
    ConsoleWindow::picture("pictures-sent");
}

TEST_F(PlaygroundPage, TextIsPastedAsText)
{
    QGuiApplication::clipboard()->setText(u"only words"_s);
    key(Qt::Key_V, Qt::ControlModifier);
    EXPECT_EQ(textOf("composer"), u"only words"_s);
    EXPECT_FALSE(find("picture0"));
}

TEST_F(PlaygroundPage, AFileThatIsNoPictureIsRefusedWithAReason)
{
    QFile notes(folder.filePath(u"notes.txt"_s));
    ASSERT_TRUE(notes.open(QIODevice::WriteOnly) && notes.write("words") == 5);
    drop({QUrl::fromLocalFile(notes.fileName())});
    ASSERT_TRUE(appears("pictureNotice"));
    EXPECT_TRUE(textOf("pictureNotice").startsWith(u"notes.txt isn't a picture"_s));
    ConsoleWindow::picture("pictures-refused");
}

TEST_F(PlaygroundPage, PicturesAreChosenInADialog)
{
    key(Qt::Key_O, Qt::ControlModifier);
    const auto writes = [this] { return find("composer")->hasActiveFocus(); };
    ASSERT_TRUE(until([&] { return !writes(); }));
    // From Qt 6.8 on the dialog is a window of its own: a person's keys go where the focus is.
    ASSERT_TRUE(until([] { return QGuiApplication::focusWindow() && QGuiApplication::focusObject(); }));
    QTest::keyClick(QGuiApplication::focusWindow(), Qt::Key_Escape);
    EXPECT_TRUE(until(writes));
    EXPECT_EQ(QGuiApplication::focusWindow(), window);
    type("on");
    EXPECT_EQ(textOf("composer"), u"on"_s);
}

TEST_F(PlaygroundPage, AQuestionIsChangedAndAskedAgainOrForkedBeside)
{
    const auto rows = [this](const char *column) {
        auto *chat = find(column) ? find(column)->property("chat").value<QAbstractItemModel *>() : nullptr;
        return chat ? chat->rowCount() : -1;
    };
    const auto press = [this](const char *name) {
        if (!appears(name))
            return false;
        find(name)->forceActiveFocus(Qt::TabFocusReason);
        key(Qt::Key_Space);
        return true;
    };
    find("composer")->forceActiveFocus(Qt::TabFocusReason);
    type("How do beavers swim?");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([&] { return rows("chat0") == 2 && find("saveChat")->isEnabled(); }));
    ASSERT_TRUE(press("fork0"));
    ASSERT_TRUE(until([&] { return rows("chat1") == 0; }));
    EXPECT_EQ(rows("chat0"), 2) << "the first stays as it is";
    EXPECT_EQ(textOf("composer"), u"How do beavers swim?"_s);
    ConsoleWindow::picture("forked");
    ASSERT_TRUE(press("edit0"));
    ASSERT_TRUE(until([&] { return rows("chat0") == 0; }));
    EXPECT_EQ(textOf("composer"), u"How do beavers swim?"_s);
    EXPECT_TRUE(find("composer")->hasActiveFocus());
    type(" Fast?");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([&] { return rows("chat0") == 2 && rows("chat1") == 2; }));
    EXPECT_TRUE(std::ranges::any_of(fake.requests(), [](const ApiRequest &each) {
        return each.path == u"/v1/chat/completions"_s && each.body.contains("How do beavers swim? Fast?");
    }));
}

TEST_F(PlaygroundPage, APresetIsKeptTakenAndForgotten)
{
    auto *model = find("model");
    ASSERT_TRUE(until([model] { return !model->property("value").toString().isEmpty(); }));
    const QString first = model->property("value").toString();
    ASSERT_TRUE(click("presets"));
    ASSERT_TRUE(click("savePreset"));
    ASSERT_TRUE(until([this] { return find("presetName") && find("presetName")->hasActiveFocus(); }));
    type("Terse");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return !find("presetName"); }));
    EXPECT_EQ(preferences.savedViews(u"playground"_s).size(), 1);
    QMetaObject::invokeMethod(model, "picked", Q_ARG(QString, u"gpt-4o"_s));
    ASSERT_TRUE(until([&] { return model->property("value").toString() == u"gpt-4o"_s; }));
    ASSERT_NE(first, u"gpt-4o"_s);
    ASSERT_TRUE(click("presets"));
    ConsoleWindow::picture("presets");
    ASSERT_TRUE(click("preset0"));
    ASSERT_TRUE(until([&] { return model->property("value").toString() == first; }));
    ASSERT_TRUE(click("presets"));
    ASSERT_TRUE(click("forgetPreset0"));
    EXPECT_TRUE(until([this] { return preferences.savedViews(u"playground"_s).isEmpty(); }));
}

TEST_F(PlaygroundPage, ModelsAreChosenWithTheirPrices)
{
    ASSERT_TRUE(until([this] { return !find("model")->property("options").toList().isEmpty(); }));
    const QVariantList options = find("model")->property("options").toList();
    EXPECT_TRUE(options.front().toMap()[u"note"_s].toString().contains(u'$'));
    ASSERT_TRUE(click("model"));
    ConsoleWindow::picture("model-prices");
    key(Qt::Key_Escape);
}

} // namespace beaver::admin
