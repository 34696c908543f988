#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QSet>
#include <QTimer>

#include <admin-ui/editors/form_editor.h>
#include <admin-ui/editors/form_spec.h>

#include <map>

namespace beaver::admin {

class RecordForm;

/// The fields of a form as rows, so that typing into one leaves the others alone.
class FormFields : public QAbstractListModel
{
    Q_OBJECT
    QML_ANONYMOUS

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        LabelRole,
        KindRole,
        HelpRole,
        PlaceholderRole,
        SuffixRole,
        OptionalRole,
        ValueRole,
        OptionsRole,
        ErrorRole,
        HalfRole,
        ShownRole
    };

    explicit FormFields(RecordForm *form);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    friend class RecordForm;
    RecordForm *m_form;
};

/// Any form of formSpec(): its fields, what is wrong with them, and the one request they become. A form that moves
/// money can be sent again after a time-out without booking twice: its idempotency key changes with the fields, not
/// with the tries.
class RecordForm : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString kind READ kind WRITE setKind NOTIFY changed REQUIRED FINAL)
    /// What the form is about; `{member}` in its texts takes from here.
    Q_PROPERTY(QVariantMap record READ record WRITE setRecord NOTIFY changed FINAL)
    Q_PROPERTY(QString title READ title NOTIFY changed FINAL)
    Q_PROPERTY(QString text READ text NOTIFY changed FINAL)
    Q_PROPERTY(QString glyph READ glyph NOTIFY changed FINAL)
    Q_PROPERTY(QString button READ button NOTIFY changed FINAL)
    Q_PROPERTY(beaver::admin::FormFields *fields READ fields CONSTANT FINAL)
    Q_PROPERTY(bool dirty READ isDirty NOTIFY changed FINAL)
    /// Told once by the server, until forget().
    Q_PROPERTY(QString secret READ secret NOTIFY changed FINAL)
    Q_PROPERTY(QString secretLabel READ secretLabel NOTIFY changed FINAL)
    /// A second that was told with it; empty for none.
    Q_PROPERTY(QString otherSecret READ otherSecret NOTIFY changed FINAL)
    Q_PROPERTY(QString otherSecretLabel READ otherSecretLabel NOTIFY changed FINAL)
    Q_PROPERTY(bool copied READ isCopied NOTIFY changed FINAL)
    Q_PROPERTY(bool otherCopied READ isOtherCopied NOTIFY changed FINAL)
    Q_PROPERTY(QString message READ message NOTIFY changed FINAL)
    /// What the server made for this form (FormSpec::prepares): its secret, and the SVG of its QR code.
    Q_PROPERTY(QString prepared READ prepared NOTIFY changed FINAL)
    Q_PROPERTY(QString preparedPicture READ preparedPicture NOTIFY changed FINAL)
    /// Whether the first submission tells what would change (FormSpec::forecast); the next one does it.
    Q_PROPERTY(bool foresees READ foresees NOTIFY changed FINAL)
    Q_PROPERTY(bool foreseen READ isForeseen NOTIFY changed FINAL)
    Q_PROPERTY(QString forecast READ forecast NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList forecastRows READ forecastRows NOTIFY changed FINAL)
    Q_PROPERTY(QVariantList forecastRight READ forecastRight NOTIFY changed FINAL)
    Q_PROPERTY(bool pointless READ isPointless NOTIFY changed FINAL)
    /// Sends nothing: what would be sent for the record is collected(), for others besides.
    Q_PROPERTY(bool collects READ collects WRITE setCollects NOTIFY changed FINAL)

public:
    explicit RecordForm(QObject *parent = nullptr);

    QString kind() const { return m_kind; }
    void setKind(const QString &kind);
    QVariantMap record() const { return m_record; }
    void setRecord(const QVariantMap &record);
    QString title() const;
    QString text() const;
    QString glyph() const { return m_spec ? m_spec->glyph : QString(); }
    QString button() const;
    FormFields *fields() { return &m_fields; }
    bool isDirty() const { return m_values != m_initial; }
    QString secret() const { return m_secret; }
    QString secretLabel() const { return m_spec && !m_otherSecret.isEmpty() ? m_spec->secretLabel : QString(); }
    QString otherSecret() const { return m_otherSecret; }
    QString otherSecretLabel() const { return m_spec ? m_spec->otherSecret.second : QString(); }
    bool isCopied() const { return m_copied; }
    bool isOtherCopied() const { return m_otherCopied; }
    QString message() const;
    QString prepared() const { return m_prepared; }
    QString preparedPicture() const { return m_preparedPicture; }
    bool foresees() const { return m_spec && m_spec->forecast; }
    bool isForeseen() const { return m_told.has_value(); }
    QString forecast() const { return m_forecast.text; }
    QVariantList forecastRows() const;
    QVariantList forecastRight() const; ///< which columns are figures
    bool isPointless() const { return m_told && m_forecast.nothing; }
    bool collects() const { return m_collects; }
    void setCollects(bool collects);

    Q_INVOKABLE void setValue(const QString &name, const QString &value);
    Q_INVOKABLE QString value(const QString &name) const { return m_values[name].toString(); }
    /// Of a field of kind account: what it offers holds this, a moment after the last was typed.
    Q_INVOKABLE void search(const QString &name, const QString &text);
    Q_INVOKABLE void copySecret();
    Q_INVOKABLE void copyOtherSecret();
    Q_INVOKABLE void forget();
    /// What the form kept when its session ended by itself: `values`, and the key of a booking that may have been made.
    Q_INVOKABLE void restore(const QVariantMap &draft);

Q_SIGNALS:
    /// `verb`, `path`, `body` and `movesMoney` of the request, and what stands in the fields as a `text`.
    void collected(const QVariantMap &request);

protected:
    void send() override;
    void takeTheirs() override;

private:
    friend class FormFields;
    void fill();
    /// What it shows before anybody types.
    QString beginningOf(const FieldSpec &field) const;
    /// The members of the record that lie deeper than a row's plain ones.
    void learnMembers(const JsonValue &json);
    /// The record is what was chosen in a field.
    void takeChosen();
    /// The field's value in what was listed for it; null for none.
    const JsonValue *chosenIn(const FieldSpec &field) const;
    /// Asks the server for what the fields begin with, where the form says so.
    void read();
    /// The record is what the server tells of what the form reads.
    void learnRead(const JsonValue &told);
    /// What a form changes is read again before that, where it is known what the fields began with.
    bool looksAgain() const;
    QStringList compare(const JsonValue &now);
    /// The record is what the whole of it tells.
    void learnWhole(const JsonValue &json);
    /// As somebody reads it.
    QString shown(const FieldSpec &field, const QString &value) const;
    bool waitsToBegin() const { return m_spec && !m_spec->readsFrom.isEmpty() && !m_wasRead; }
    void fetchOptions();
    void takeOptions(const QString &name, const JsonValue &told);
    /// Where a field's options are listed now; empty while that isn't known.
    QString optionsPath(const FieldSpec &field) const;
    void keep();
    void prepare();
    /// Tells what the dry run said, with the names that are known by now.
    void foresee();
    bool isShown(const FieldSpec &field) const;
    /// Part of FormSpec::joined.
    bool isJoined(const FieldSpec &field) const;
    bool isUnfolded(const FieldSpec &field) const { return field.part.isEmpty() || m_unfolded.contains(field.part); }
    void unfold(const QString &part, bool open);
    void tellAll(const QList<int> &roles);
    std::optional<QByteArray> body(bool dryRun);
    std::optional<JsonValue> recordJson() const;
    bool showsPrices() const;
    std::optional<QByteArray> fileBody(const FieldSpec &field);
    /// An object inside the record is written as a whole: what this form doesn't show of it stays as it was.
    void keepOthers(const QString &name, std::map<QString, std::string> &members) const;

    QString m_kind;
    quint64 m_form = 0; ///< another for each spec; answers to what an older one asked are dropped
    const FormSpec *m_spec = nullptr;
    QVariantMap m_record;
    QVariantMap m_values;
    QVariantMap m_initial;
    QVariantMap m_options;              ///< of the fields that take theirs from the server
    QHash<QString, QString> m_searched; ///< what is searched for, by field
    QTimer m_typed;
    QHash<QString, QString> m_askedFor; ///< of these, the list that was asked for
    QHash<QString, JsonValue> m_listed; ///< of a field whose choice is the record: what there is, by its ID
    FormFields m_fields{this};
    QString m_secret;
    QString m_otherSecret;
    bool m_copied = false;
    bool m_otherCopied = false;
    QSet<QString> m_unfolded; ///< parts
    bool m_reading = false;
    bool m_wasRead = false;
    QString m_prepared;
    QString m_preparedPicture;
    std::optional<JsonValue> m_told; ///< by the dry run of what stands in the fields
    Forecast m_forecast;
    bool m_collects = false;
    bool m_isSaved = false; ///< what stands there now is one's own
    QVariantMap m_theirs;   ///< what the fields would begin with by the last compare()
    QVariantMap m_beside;   ///< what stands there now of fields that something else was typed into
    QByteArray m_keyFor;    ///< the body that m_key stands for
    QByteArray m_key;
};

} // namespace beaver::admin
