#pragma once

#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

/// A new account.
class AccountEditor : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY changed FINAL)
    /// Empty: nothing.
    Q_PROPERTY(QString initialBalance READ initialBalance WRITE setInitialBalance NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    QString email() const { return m_email; }
    void setEmail(const QString &email) { edit(m_email, email); }
    QString initialBalance() const { return m_initialBalance; }
    void setInitialBalance(const QString &balance) { edit(m_initialBalance, balance); }

protected:
    void send() override;

private:
    QString m_email;
    QString m_initialBalance;
};

} // namespace beaver::admin
