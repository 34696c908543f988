#pragma once

#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

/// A new API key for an account, and its secret until forget(): the server tells it once.
class ApiKeyEditor : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString accountId READ accountId WRITE setAccountId NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed FINAL)
    Q_PROPERTY(QString secret READ secret NOTIFY changed FINAL)
    Q_PROPERTY(bool copied READ isCopied NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    QString accountId() const { return m_accountId; }
    void setAccountId(const QString &id) { edit(m_accountId, id); }
    QString name() const { return m_name; }
    void setName(const QString &name) { edit(m_name, name); }
    QString secret() const { return m_secret; }
    bool isCopied() const { return m_copied; }

    Q_INVOKABLE void copySecret();
    Q_INVOKABLE void forget();

protected:
    void send() override;

private:
    QString m_accountId;
    QString m_name;
    QString m_secret;
    bool m_copied = false;
};

} // namespace beaver::admin
