#pragma once

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <QQmlEngine>
#include <QSet>
#include <QTimer>

#include <admin-ui/models/picture_tray.h>
#include <admin-ui/session/session.h>

#include <functional>
#include <memory>

namespace beaver::admin {

/// One conversation with one model, as it is streamed. Many tokens may come within a frame; the view hears of them
/// once.
class ChatModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by Playground")
    Q_PROPERTY(QString model READ model WRITE setModel NOTIFY changed FINAL)
    Q_PROPERTY(bool streaming READ isStreaming NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)
    Q_PROPERTY(double tokensPerSecond READ tokensPerSecond NOTIFY changed FINAL)
    /// Of the last answer: `{label, value, exact}`; empty before it.
    Q_PROPERTY(QVariantList facts READ facts NOTIFY changed FINAL)
    /// On one line, below the last answer.
    Q_PROPERTY(QString summary READ summary NOTIFY changed FINAL)

public:
    enum Role { AuthorRole = Qt::UserRole + 1, BodyRole, LiveRole, FailedRole, PicturesRole };

    struct Settings
    {
        QString system;
        QString apiKey; ///< empty: as who is signed in
        double temperature = 0.7;
        int maxTokens = 1'024;
        bool pictures = true; ///< the model takes them; else it gets the text alone
    };
    /// What stands for a picture in a request: its data, or what a program writes there.
    using PictureText = std::function<QByteArray(const Picture &)>;

    explicit ChatModel(Session &session, QObject *parent = nullptr);
    ~ChatModel() override;
    Q_DISABLE_COPY_MOVE(ChatModel)

    QString model() const { return m_model; }
    void setModel(const QString &model);
    bool isStreaming() const { return m_stream != nullptr; }
    int count() const { return static_cast<int>(m_messages.size()); }
    double tokensPerSecond() const;
    QVariantList facts() const { return m_facts; }
    QString summary() const { return m_summary; }

    void send(const QString &text, const Settings &settings, std::vector<Picture> pictures = {});
    Q_INVOKABLE void stop();
    /// What got no answer is asked once more, in the place of the failure.
    void retry(const Settings &settings);
    void clear();
    QByteArray body(const Settings &settings, bool stream, const PictureText &textOf = &Picture::dataUrl) const;
    QString lastAnswer() const;
    /// What was asked and answered, failures aside; pictures by the name that `nameOf` gives them.
    QString markdown(const std::function<QString(const Picture &)> &nameOf) const;
    qint64 pictureBytes() const;
    /// For restore(); an answer that is still coming ends here.
    QVariantMap draft();
    void restore(const QVariantMap &draft);
    /// What comes from this message on is forgotten; its text and pictures.
    std::pair<QString, std::vector<Picture>> cutFrom(int place);
    /// Whether both have the same messages before this place, and one of a person there.
    bool sharesUpTo(int place, const ChatModel &other) const;
    /// The same conversation up to this place, with the same model.
    void copyUpTo(int place, const ChatModel &other);
    /// A conversation with this model in place of its own: `{author, body}` each.
    void begin(const QString &model, const std::vector<std::pair<QString, QString>> &messages);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void changed();

private:
    struct Message
    {
        QString author; ///< user or assistant
        QString body;
        bool failed = false;
        std::vector<Picture> pictures = {};
    };
    void takeEvent(const QByteArray &data);
    void flush();
    void end(const QString &failure);

    Session &m_session;
    QString m_model;
    std::vector<Message> m_messages;
    std::unique_ptr<EventStream> m_stream;
    QString m_pending; ///< came since the view heard last
    QTimer m_pace;
    QElapsedTimer m_clock;
    qint64 m_firstMs = -1;
    int m_pieces = 0;
    JsonValue m_usage;
    QVariantList m_facts;
    QString m_summary;
};

/// The playground: up to four conversations that share what is typed and the parameters.
class Playground : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QVariantList columns READ columnObjects NOTIFY columnsChanged FINAL)
    /// What the first conversation shows about its last answer.
    Q_PROPERTY(QVariantList facts READ facts NOTIFY changed FINAL)
    Q_PROPERTY(double tokensPerSecond READ tokensPerSecond NOTIFY changed FINAL)
    Q_PROPERTY(bool streaming READ isStreaming NOTIFY changed FINAL)
    /// Something was answered.
    Q_PROPERTY(bool maySave READ maySave NOTIFY changed FINAL)
    Q_PROPERTY(bool mayAdd READ mayAdd NOTIFY changed FINAL)
    /// Ids of the models that answer chats.
    Q_PROPERTY(QStringList models READ models NOTIFY changed FINAL)
    /// The same with their prices: `{value, title, note}`.
    Q_PROPERTY(QVariantList modelOptions READ modelOptions NOTIFY changed FINAL)
    /// Why there are none.
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    Q_PROPERTY(QString system READ system WRITE setSystem NOTIFY changed FINAL)
    Q_PROPERTY(QString apiKey READ apiKey WRITE setApiKey NOTIFY changed FINAL)
    Q_PROPERTY(double temperature READ temperature WRITE setTemperature NOTIFY changed FINAL)
    Q_PROPERTY(int maxTokens READ maxTokens WRITE setMaxTokens NOTIFY changed FINAL)
    /// What goes along with the next question.
    Q_PROPERTY(beaver::admin::PictureTray *tray READ tray CONSTANT FINAL)
    /// At least one of the conversations' models takes pictures.
    Q_PROPERTY(bool takesPictures READ takesPictures NOTIFY changed FINAL)
    /// Which of the models get the text alone though there are pictures, as a sentence; empty for none.
    Q_PROPERTY(QString pictureWarning READ pictureWarning NOTIFY changed FINAL)

public:
    explicit Playground(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(Playground)

    Session *session() const { return m_session; }
    void setSession(Session *session);
    QList<ChatModel *> columns() const { return m_columns; }
    QVariantList columnObjects() const;
    QVariantList facts() const { return m_columns.isEmpty() ? QVariantList() : m_columns.first()->facts(); }
    double tokensPerSecond() const { return m_columns.isEmpty() ? 0 : m_columns.first()->tokensPerSecond(); }
    bool isStreaming() const;
    bool maySave() const;
    bool mayAdd() const { return m_columns.size() < 4; }
    QStringList models() const { return m_models; }
    QVariantList modelOptions() const { return m_options; }
    QString error() const { return m_error; }
    /// Asks for the models again.
    Q_INVOKABLE void reload();
    QString system() const { return m_settings.system; }
    void setSystem(const QString &text);
    QString apiKey() const { return m_settings.apiKey; }
    void setApiKey(const QString &key);
    double temperature() const { return m_settings.temperature; }
    void setTemperature(double temperature);
    int maxTokens() const { return m_settings.maxTokens; }
    void setMaxTokens(int tokens);
    PictureTray *tray() { return &m_tray; }
    bool takesPictures() const;
    QString pictureWarning() const;

    /// Begins anew with the model and, where its body was kept, the conversation of a call that was made; reading it
    /// leaves a line in the audit log.
    Q_INVOKABLE void takeCall(const QString &id);
    /// The conversation goes on from before this question, which is answered for to be changed; so do those beside it
    /// that have it in common.
    Q_INVOKABLE QString editFrom(int column, int place);
    /// The conversation up to before this question goes on in a column of its own too; the question.
    Q_INVOKABLE QString forkFrom(int column, int place);
    /// Model, system prompt and parameters, to be kept under a name, and taken again.
    Q_INVOKABLE QVariantMap preset() const;
    Q_INVOKABLE void takePreset(const QVariantMap &preset);
    Q_INVOKABLE void addColumn();
    Q_INVOKABLE void removeColumn(int place);
    /// With the tray's pictures, which empties it.
    Q_INVOKABLE void send(const QString &text);
    Q_INVOKABLE void stop();
    /// Each conversation whose last answer failed asks once more.
    Q_INVOKABLE void retry();
    Q_INVOKABLE void clear();
    /// All conversations as Markdown, into the person's download folder, their pictures beside it.
    Q_INVOKABLE void save();
    /// The first conversation's next request as `curl`, `python` or `typescript`; a key's place is left open, and
    /// pictures are read from their files.
    Q_INVOKABLE QString code(const QString &language) const;

Q_SIGNALS:
    void columnsChanged();
    void changed();
    void saved(const QString &path);
    void notSaved(const QString &reason);
    /// Of takeCall(): what is said of it, and the last question, which waits to be sent again.
    void callTaken(const QString &remark, const QString &question);

private:
    void takeRequest(const JsonValue &body);
    /// As the catalogue says; true where it doesn't.
    bool takesPictures(const QString &model) const { return !m_blind.contains(model); }
    ChatModel::Settings settingsFor(const ChatModel &column) const;
    void measure();
    /// For who signs in again after a session that ended by itself. The key isn't kept: it is a secret.
    void keep();
    void restore(const QVariantMap &draft);

    Session *m_session = nullptr;
    PictureTray m_tray;
    QList<ChatModel *> m_columns;
    QStringList m_models;
    QVariantList m_options;
    QSet<QString> m_blind; ///< of these, the ones that take no pictures
    QString m_error;
    ChatModel::Settings m_settings;
};

} // namespace beaver::admin
