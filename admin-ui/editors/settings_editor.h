#pragma once

#include <QVariantMap>

#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

/// The gateway's own settings, in sections. Only what was changed is sent.
class SettingsEditor : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    /// `{title, text, fields: [{name, label, help, kind, options, suffix}]}` of the settings that this server has.
    Q_PROPERTY(QVariantList sections READ sections NOTIFY loadedChanged FINAL)
    Q_PROPERTY(QVariantMap values READ values NOTIFY changed FINAL)
    Q_PROPERTY(bool dirty READ isDirty NOTIFY changed FINAL)
    /// loading, ready, error, offline or forbidden.
    Q_PROPERTY(QString state READ state NOTIFY loadedChanged FINAL)
    Q_PROPERTY(QString loadError READ loadError NOTIFY loadedChanged FINAL)

public:
    explicit SettingsEditor(QObject *parent = nullptr);

    QVariantList sections() const;
    QVariantMap values() const { return m_values; }
    bool isDirty() const { return m_values != m_stored; }
    QString state() const { return m_state; }
    QString loadError() const { return m_failure.text(); }
    /// Why it couldn't be loaded, for whoever is asked for help, goes to the clipboard.
    Q_INVOKABLE void copyDetails() const;

    Q_INVOKABLE void setValue(const QString &name, const QVariant &value);
    Q_INVOKABLE void revert();
    Q_INVOKABLE void load();

Q_SIGNALS:
    void loadedChanged();

protected:
    void send() override;
    void takeTheirs() override;

private:
    void take(const JsonValue &json);
    static QVariantMap settingsOf(const JsonValue &json);
    QStringList compare(const JsonValue &now);
    /// What was typed: what is another than what is stored.
    QVariantMap typed() const;
    /// For who signs in again after a session that ended by itself.
    void keep();

    QVariantMap m_stored;
    QVariantMap m_values;
    QVariantMap m_theirs; ///< by the last compare()
    QString m_state = QStringLiteral("loading");
    ApiError m_failure;
};

} // namespace beaver::admin
