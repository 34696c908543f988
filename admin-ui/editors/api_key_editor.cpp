#include <QClipboard>
#include <QGuiApplication>

#include <admin-ui/editors/api_key_editor.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

void ApiKeyEditor::send()
{
    const QString name = m_name.trimmed();
    if (name.isEmpty())
        return fail(u"name"_s, tr("Enter a name that tells where the key is used."));
    begin();
    session()->client().createApiKey(
        {m_accountId, name}, whileAlive(this, [this](const Outcome<ApiKey> &key) {
            if (key) {
                m_secret = key->secret;
                finish();
                return;
            }
            ApiError error = key.error();
            if (error.kind == ApiError::Kind::Timeout)
                error.message = tr("A key may have been made whose secret nobody knows; it does no harm.");
            finish(error, error.param == "name"_L1 ? error.param : QString());
        }));
}

void ApiKeyEditor::copySecret()
{
    QGuiApplication::clipboard()->setText(m_secret);
    m_copied = true;
    Q_EMIT changed();
}

void ApiKeyEditor::forget()
{
    m_secret.fill(u' ');
    m_secret.clear();
    m_name.clear();
    m_copied = false;
    Q_EMIT changed();
}

} // namespace beaver::admin
