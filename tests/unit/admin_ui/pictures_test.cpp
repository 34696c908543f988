#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QTemporaryDir>

#include <admin-ui/models/chat_model.h>
#include <tests/unit/admin_ui/fixtures.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

QByteArray png(int side)
{
    QImage image(side, side, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "PNG");
    return bytes;
}

class Pictures : public OnFake
{
protected:
    void SetUp() override
    {
        OnFake::SetUp();
        playground.setSession(&session);
        ASSERT_TRUE(until([this] { return !playground.models().isEmpty(); }));
        playground.columns()[0]->setModel(u"gpt-4o"_s);
    }
    QUrl file(const QString &name, const QByteArray &bytes) const
    {
        QFile file(folder.filePath(name));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        return QUrl::fromLocalFile(file.fileName());
    }
    JsonValue sent() const { return JsonValue::parse(fake.requests().back().body).value_or(JsonValue()); }

    QTemporaryDir folder;
    Playground playground;
    PictureTray &tray = *playground.tray();
};

} // namespace

TEST_F(Pictures, WaitOnAfterASessionThatEndedByItself)
{
    tray.attach({file(u"red.png"_s, png(20)), file(u"blue.png"_s, png(30))});
    ASSERT_EQ(tray.count(), 2);
    playground.send(u"What are these?"_s);
    tray.attach({file(u"green.png"_s, png(40))});
    fake.endSession();
    OnFake::SetUp();
    Playground again;
    again.setSession(&session);
    ASSERT_EQ(again.tray()->count(), 1);
    EXPECT_EQ(again.tray()->pictures()[0].bytes, png(40));
    EXPECT_EQ(again.columns()[0]->pictureBytes(), png(20).size() + png(30).size());
}

TEST_F(Pictures, GoAlongWithAQuestionAsContentParts)
{
    const QByteArray bytes = png(20);
    tray.attach({file(u"red.png"_s, bytes)});
    ASSERT_EQ(tray.count(), 1) << tray.problem().toStdString();
    EXPECT_EQ(tray.pictures()[0].name, u"red.png"_s);
    EXPECT_TRUE(tray.pictures()[0].about().startsWith(u"20 × 20, "_s)) << tray.pictures()[0].about().toStdString();
    EXPECT_FALSE(tray.pictures()[0].preview.isNull());
    playground.send(u"What is it?"_s);
    EXPECT_EQ(tray.count(), 0);
    const JsonValue body = sent();
    EXPECT_EQ(body.at(u"messages.0.content.0.text").string(), u"What is it?"_s);
    EXPECT_EQ(body.at(u"messages.0.content.1.type").string(), u"image_url"_s);
    EXPECT_EQ(body.at(u"messages.0.content.1.image_url.url").string(),
              u"data:image/png;base64,"_s + QString::fromLatin1(bytes.toBase64()));
    const ChatModel &chat = *playground.columns()[0];
    EXPECT_EQ(chat.data(chat.index(0), ChatModel::PicturesRole).toList().size(), 1);

    // And with each later one, as the whole conversation does.
    ASSERT_TRUE(until([this] { return !playground.isStreaming(); }));
    playground.send(u"Sure?"_s);
    EXPECT_EQ(sent().at(u"messages.0.content.1.type").string(), u"image_url"_s);
    EXPECT_EQ(sent().at(u"messages.2.content").string(), u"Sure?"_s);
}

TEST_F(Pictures, AreSentWithoutAWordToo)
{
    tray.attach({file(u"red.png"_s, png(4))});
    playground.send({});
    EXPECT_EQ(sent().at(u"messages.0.content").items().size(), 1u);
}

TEST_F(Pictures, WhatCannotGoAlongIsToldByName)
{
    QByteArray large = png(4);
    large.resize(PictureTray::mostBytes + 1);
    tray.attach({file(u"notes.png"_s, "only text"), file(u"large.png"_s, large), file(u"good.png"_s, png(4)),
                 QUrl::fromLocalFile(folder.filePath(u"gone.png"_s)), QUrl(u"https://example.com/far.png"_s)});
    EXPECT_EQ(tray.count(), 1);
    const QStringList problems = tray.problem().split(u'\n');
    ASSERT_EQ(problems.size(), 4) << tray.problem().toStdString();
    EXPECT_TRUE(problems[0].startsWith(u"notes.png isn't a picture"_s));
    EXPECT_TRUE(problems[1].startsWith(u"large.png has 5.0 MB; a picture may have 5.0 MB"_s))
        << problems[1].toStdString();
    EXPECT_TRUE(problems[2].startsWith(u"gone.png can't be read"_s));
    EXPECT_TRUE(problems[3].startsWith(u"https://example.com/far.png isn't a file"_s));
    tray.remove(0);
    EXPECT_EQ(tray.count(), 0);
    EXPECT_TRUE(tray.problem().isEmpty()) << "told until the next thing is done";
}

TEST_F(Pictures, AreCountedOverTheWholeConversation)
{
    QByteArray large = png(4);
    large.resize(PictureTray::mostTogether / 2 + 1);
    const QUrl url = file(u"half.png"_s, large);
    tray.attach({url, url});
    EXPECT_EQ(tray.count(), 1);
    EXPECT_TRUE(tray.problem().startsWith(u"With half.png the conversation's pictures"_s));
    playground.send(u"Look"_s);
    ASSERT_TRUE(until([this] { return !playground.isStreaming(); }));
    tray.attach({url});
    EXPECT_EQ(tray.count(), 0) << "the first is sent again with the next question";
    playground.clear();
    tray.attach({url});
    EXPECT_EQ(tray.count(), 1);
    for (int i = 0; i < PictureTray::mostPictures; ++i)
        tray.attach({file(u"small.png"_s, png(4))});
    EXPECT_EQ(tray.count(), PictureTray::mostPictures);
    EXPECT_TRUE(tray.problem().startsWith(u"small.png is one too many"_s));
}

TEST_F(Pictures, AreTakenFromTheClipboardUnlessItsTextIsMeant)
{
    QMimeData picture;
    picture.setImageData(QImage::fromData(png(30)));
    EXPECT_TRUE(tray.take(picture));
    EXPECT_EQ(tray.count(), 1);
    QMimeData cells;
    cells.setImageData(QImage::fromData(png(30)));
    cells.setText(u"1\t2"_s);
    EXPECT_FALSE(tray.take(cells));
    QMimeData files;
    files.setUrls({file(u"red.png"_s, png(4))});
    EXPECT_TRUE(tray.take(files));
    EXPECT_EQ(tray.count(), 2);
}

TEST_F(Pictures, AModelThatTakesNoneIsAskedWithTheTextAndThatIsSaid)
{
    EXPECT_TRUE(playground.takesPictures());
    tray.attach({file(u"red.png"_s, png(4))});
    EXPECT_TRUE(playground.pictureWarning().isEmpty());
    playground.addColumn();
    playground.columns()[1]->setModel(u"deepseek-chat"_s);
    EXPECT_TRUE(playground.pictureWarning().endsWith(u"deepseek-chat"_s));
    playground.send({});
    EXPECT_FALSE(playground.isStreaming()) << "there is nothing to ask it";
    EXPECT_TRUE(tray.problem().startsWith(u"Write something too"_s));
    playground.send(u"What is it?"_s);
    EXPECT_EQ(sent().at(u"model").string(), u"deepseek-chat"_s);
    EXPECT_EQ(sent().at(u"messages.0.content").string(), u"What is it?"_s);
    playground.columns()[0]->setModel(u"deepseek-coder"_s);
    EXPECT_FALSE(playground.takesPictures());
}

TEST_F(Pictures, CodeReadsThemFromTheirFiles)
{
    const QByteArray bytes = png(20);
    tray.attach({file(u"it's red.png"_s, bytes)});
    playground.send(u"Costs $5 and a `tick`?"_s);
    const QString curl = playground.code(u"curl"_s);
    EXPECT_TRUE(curl.contains(u"data:image/png;base64,$(base64 < 'it'\\''s red.png' | tr -d '\\n')"_s))
        << curl.toStdString();
    EXPECT_TRUE(curl.contains(u"Costs \\$5 and a \\`tick\\`?"_s)) << "the shell would read it";
    for (const QString &language : {u"python"_s, u"typescript"_s})
        EXPECT_TRUE(playground.code(language).contains(u"\"url\": picture(\"it's red.png\", \"image/png\")"_s))
            << playground.code(language).toStdString();
    for (const QString &language : {u"curl"_s, u"python"_s, u"typescript"_s})
        EXPECT_FALSE(playground.code(language).contains(QString::fromLatin1(bytes.toBase64())));
}

TEST_F(Pictures, AreSavedBesideTheConversationOnceEach)
{
    const QByteArray home = qgetenv("HOME");
    qputenv("HOME", folder.path().toUtf8());
    playground.addColumn();
    playground.columns()[1]->setModel(u"gpt-4o-mini"_s);
    tray.attach({file(u"red.png"_s, png(20))});
    playground.send(u"What is it?"_s);
    ASSERT_TRUE(until([this] { return !playground.isStreaming(); }));
    QString path;
    QObject::connect(&playground, &Playground::saved, &playground, [&path](const QString &saved) { path = saved; });
    playground.save();
    qputenv("HOME", home);
    QFile saved(path);
    ASSERT_TRUE(saved.open(QIODevice::ReadOnly)) << path.toStdString();
    const QString text = QString::fromUtf8(saved.readAll());
    const QString beside = QFileInfo(path).completeBaseName() + u"-1.png"_s;
    EXPECT_EQ(text.count(u"![](%1)"_s.arg(beside)), 2) << text.toStdString();
    QFile picture(QFileInfo(path).dir().filePath(beside));
    ASSERT_TRUE(picture.open(QIODevice::ReadOnly));
    EXPECT_EQ(picture.readAll(), png(20));
    EXPECT_FALSE(QFile::exists(QFileInfo(path).dir().filePath(QFileInfo(path).completeBaseName() + u"-2.png"_s)));
}

} // namespace beaver::admin
