#include <admin-ui/editors/own_deletion.h>
#include <shared/base/json_writer.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

void OwnDeletion::send()
{
    if (m_typed.trimmed() != word()) {
        fail(u"typed"_s, tr("Type %1 to confirm.").arg(word()));
        return;
    }
    JsonWriter body;
    body.beginObject();
    if (m_password.isEmpty())
        body.field("confirmation", "DELETE_ACCOUNT");
    else
        body.field("password", m_password.toStdString());
    begin();
    session()->send({ApiRequest::Verb::Delete, u"/auth/me"_s, QByteArray::fromStdString(body.endObject().take())}, this,
                    [this](const Outcome<JsonValue> &told) {
                        if (!told) {
                            const bool wrong =
                                told.error().param == "password"_L1 || told.error().param == "confirmation"_L1;
                            finish(told.error(), wrong ? u"password"_s : QString());
                            return;
                        }
                        finish();
                        // This editor goes with the page.
                        session()->end(tr("Your account is deleted."));
                    });
}

} // namespace beaver::admin
