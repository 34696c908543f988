#pragma once

#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

/// Money for an account. Sending the same form again after a time-out books it once: the idempotency key changes with
/// the fields and after a success, not with the tries.
class TopUpEditor : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString accountId READ accountId WRITE setAccountId NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString amount READ amount WRITE setAmount NOTIFY changed FINAL)
    Q_PROPERTY(QString description READ description WRITE setDescription NOTIFY changed FINAL)
    /// `$25.00` of `25`; empty while the amount isn't one.
    Q_PROPERTY(QString readableAmount READ readableAmount NOTIFY changed FINAL)
    /// What the account has after the success.
    Q_PROPERTY(QString newBalance READ newBalance NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    QString accountId() const { return m_accountId; }
    void setAccountId(const QString &id) { edit(m_accountId, id); }
    QString amount() const { return m_amount; }
    void setAmount(const QString &amount) { edit(m_amount, amount); }
    QString description() const { return m_description; }
    void setDescription(const QString &description) { edit(m_description, description); }
    QString readableAmount() const;
    QString newBalance() const { return m_newBalance; }

protected:
    void send() override;

private:
    QString m_accountId;
    QString m_amount;
    QString m_description;
    QString m_newBalance;
    QString m_keyFor; ///< the fields that m_key stands for
    QString m_key;
};

} // namespace beaver::admin
