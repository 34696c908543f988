#pragma once

#include <QByteArray>
#include <QImage>
#include <QObject>
#include <QQmlEngine>
#include <QUrl>
#include <QVariantList>

#include <vector>

class QMimeData;

namespace beaver::admin {

/// A picture that goes along with a question, as the file holds it.
struct Picture
{
    Q_GADGET
    Q_PROPERTY(QString name MEMBER name CONSTANT FINAL)
    Q_PROPERTY(QString about READ about CONSTANT FINAL)
    Q_PROPERTY(QImage preview MEMBER preview CONSTANT FINAL)

public:
    QString name;
    QByteArray type; ///< such as `image/png`, by what the bytes are, not by what the file is called
    QByteArray bytes;
    QImage preview; ///< small; null where this computer can't draw the type
    QSize size;     ///< in pixels; empty where it isn't known

    QByteArray dataUrl() const;
    /// Its size, for a person.
    QString about() const;
};

/// For a view.
QVariantList pictureList(const std::vector<Picture> &pictures);

/// The pictures that wait to be sent with the next question: chosen as files, dropped or pasted. What can't go along is
/// left out and told in `problem`.
class PictureTray : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Playground")
    /// Picture each.
    Q_PROPERTY(QVariantList pictures READ list NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    /// Why something wasn't taken, as sentences; empty for nothing.
    Q_PROPERTY(QString problem READ problem NOTIFY changed FINAL)
    /// Where a person keeps pictures.
    Q_PROPERTY(QUrl folder READ folder CONSTANT FINAL)

public:
    /// What every provider takes of one picture, and how many in one question.
    static constexpr qint64 mostBytes = 5 * 1024 * 1024;
    static constexpr int mostPictures = 8;
    /// Of one conversation, which is sent whole each time: a gateway takes 10 MiB, and base64 makes four bytes of
    /// three.
    static constexpr qint64 mostTogether = 7 * 1024 * 1024;

    using QObject::QObject;
    Q_DISABLE_COPY_MOVE(PictureTray)

    QVariantList list() const { return pictureList(m_pictures); }
    int count() const { return static_cast<int>(m_pictures.size()); }
    QString problem() const { return m_problem; }
    static QUrl folder();
    const std::vector<Picture> &pictures() const { return m_pictures; }

    /// What the conversation holds already, in bytes.
    void setHeld(qint64 bytes) { m_held = bytes; }
    /// Files of this computer.
    Q_INVOKABLE void attach(const QList<QUrl> &files);
    /// Takes the pictures of the clipboard; false where there are none, so that it may be text.
    Q_INVOKABLE bool paste();
    bool take(const QMimeData &data);
    Q_INVOKABLE void remove(int place);
    Q_INVOKABLE void clear();
    void tell(const QString &problem);
    std::vector<Picture> takeAll();
    /// What it held once.
    void putBack(std::vector<Picture> pictures);

Q_SIGNALS:
    void changed();

private:
    /// Why it isn't taken; empty where it is. `bytes` may be the beginning only of what has too large a `size`.
    QString add(const QString &name, const QByteArray &bytes, qint64 size);

    std::vector<Picture> m_pictures;
    QString m_problem;
    qint64 m_held = 0;
};

} // namespace beaver::admin
