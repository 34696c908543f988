#pragma once

#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

/// Deletes the account that is signed in, once its email is typed and its password is right. The session ends with it.
class OwnDeletion : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    /// What has to be typed.
    Q_PROPERTY(QString word READ word NOTIFY sessionChanged FINAL)
    Q_PROPERTY(QString typed READ typed WRITE setTyped NOTIFY changed FINAL)
    /// Empty for an account that has none.
    Q_PROPERTY(QString password READ password WRITE setPassword NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    QString word() const { return session() ? session()->email() : QString(); }
    QString typed() const { return m_typed; }
    void setTyped(const QString &typed) { edit(m_typed, typed); }
    QString password() const { return m_password; }
    void setPassword(const QString &password) { edit(m_password, password); }

protected:
    void send() override;

private:
    QString m_typed;
    QString m_password;
};

} // namespace beaver::admin
