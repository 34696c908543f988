#include <QBuffer>
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImageReader>
#include <QLocale>
#include <QMimeData>
#include <QStandardPaths>

#include <admin-ui/models/picture_tray.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr int previewSide = 480; // of the longer side, enough for a bubble at twice the pixels

/// What providers take; empty for anything else.
QByteArray typeOf(const QByteArray &bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "image/gif";
    if (bytes.startsWith("RIFF") && bytes.mid(8, 4) == "WEBP")
        return "image/webp";
    return {};
}

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

Picture read(const QString &name, const QByteArray &type, const QByteArray &bytes)
{
    Picture picture{name, type, bytes, {}, {}};
    QBuffer buffer(&picture.bytes);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    picture.size = reader.size();
    // Drawn small from the start: a picture of a thousand million pixels fits into a small file.
    if (picture.size.isValid())
        reader.setScaledSize(picture.size.scaled(previewSide, previewSide, Qt::KeepAspectRatio)
                                 .expandedTo({1, 1})
                                 .boundedTo(picture.size));
    picture.preview = reader.read();
    return picture;
}

} // namespace

QByteArray Picture::dataUrl() const
{
    return "data:" + type + ";base64," + bytes.toBase64();
}

QString Picture::about() const
{
    const QString pixels = size.isEmpty() ? QString() : u"%1 × %2, "_s.arg(size.width()).arg(size.height());
    return pixels + sizeText(bytes.size());
}

QVariantList pictureList(const std::vector<Picture> &pictures)
{
    QVariantList list;
    for (const Picture &picture : pictures)
        list.append(QVariant::fromValue(picture));
    return list;
}

QUrl PictureTray::folder()
{
    for (const auto place : {QStandardPaths::PicturesLocation, QStandardPaths::HomeLocation})
        if (const QString path = QStandardPaths::writableLocation(place); QFileInfo::exists(path))
            return QUrl::fromLocalFile(path);
    return {};
}

QString PictureTray::add(const QString &name, const QByteArray &bytes, qint64 size)
{
    const QByteArray type = typeOf(bytes);
    if (type.isEmpty())
        return tr("%1 isn't a picture that models take: PNG, JPEG, WebP or GIF.").arg(name);
    if (size > mostBytes)
        return tr("%1 has %2; a picture may have %3. Make it smaller first.")
            .arg(name, sizeText(size), sizeText(mostBytes));
    if (count() >= mostPictures)
        return tr("%1 is one too many: %2 pictures go with a question.").arg(name).arg(mostPictures);
    qint64 together = m_held + bytes.size();
    for (const Picture &each : m_pictures)
        together += each.bytes.size();
    if (together > mostTogether)
        return tr("With %1 the conversation's pictures would have %2 together; %3 can be sent. Clear the conversation, "
                  "or make them smaller.")
            .arg(name, sizeText(together), sizeText(mostTogether));
    m_pictures.push_back(read(name, type, bytes));
    return {};
}

void PictureTray::attach(const QList<QUrl> &files)
{
    QStringList problems;
    for (const QUrl &url : files) {
        QFile file(url.toLocalFile());
        const QString name = url.isLocalFile() ? QFileInfo(file).fileName() : url.toDisplayString();
        QString problem;
        if (!url.isLocalFile())
            problem = tr("%1 isn't a file on this computer. Save it first.").arg(name);
        else if (!file.open(QIODevice::ReadOnly))
            problem = tr("%1 can't be read: %2").arg(name, file.errorString());
        else // of what is too large, the beginning tells its type
            problem = add(name, file.read(mostBytes), file.size());
        if (!problem.isEmpty())
            problems.append(problem);
    }
    tell(problems.join(u'\n'));
}

bool PictureTray::paste()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    return data && take(*data);
}

bool PictureTray::take(const QMimeData &data)
{
    QList<QUrl> files;
    for (const QUrl &url : data.urls())
        if (url.isLocalFile())
            files.append(url);
    if (!files.isEmpty()) {
        attach(files);
        return true;
    }
    // A table copied from a sheet is a picture too, but its text is meant.
    const auto image = data.hasImage() && !data.hasText() ? data.imageData().value<QImage>() : QImage();
    if (image.isNull())
        return false;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    image.save(&buffer, "PNG");
    if (bytes.size() > mostBytes) {
        bytes.clear();
        buffer.seek(0);
        image.convertToFormat(QImage::Format_RGB32).save(&buffer, "JPEG", 88);
    }
    const bool photo = bytes.startsWith("\xff\xd8");
    tell(add(photo ? tr("pasted.jpg") : tr("pasted.png"), bytes, bytes.size()));
    return true;
}

void PictureTray::remove(int place)
{
    if (place < 0 || place >= count())
        return;
    m_pictures.erase(m_pictures.begin() + place);
    tell({});
}

void PictureTray::clear()
{
    m_pictures.clear();
    tell({});
}

void PictureTray::tell(const QString &problem)
{
    m_problem = problem;
    Q_EMIT changed();
}

void PictureTray::putBack(std::vector<Picture> pictures)
{
    m_pictures = std::move(pictures);
    Q_EMIT changed();
}

std::vector<Picture> PictureTray::takeAll()
{
    auto all = std::exchange(m_pictures, {});
    tell({});
    return all;
}

} // namespace beaver::admin
