#include <admin-ui/editors/recalculation_editor.h>
#include <admin-ui/models/cell.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

void RecalculationEditor::preview()
{
    m_loading = true;
    m_changes.clear();
    clearError();
    Q_EMIT changed();
    session()->send({ApiRequest::Verb::Post, u"/admin/pricing/recalculate?dry_run=true"_s, "{}"}, this,
                    [this](const Outcome<JsonValue> &told) {
                        m_loading = false;
                        if (told) {
                            for (const JsonValue &change : (*told)["changes"_L1].items()) {
                                const JsonValue &from =
                                    change["from"_L1].isNull() ? change["old_category"_L1] : change["from"_L1];
                                const JsonValue &to =
                                    change["to"_L1].isNull() ? change["new_category"_L1] : change["to"_L1];
                                m_changes.append(QVariantMap{{u"model"_s, change["model"_L1].plain()},
                                                             {u"from"_s, wordText(from.plain())},
                                                             {u"to"_s, wordText(to.plain())}});
                            }
                        } else {
                            fail({}, told.error().text());
                        }
                        Q_EMIT changed();
                    });
}

void RecalculationEditor::send()
{
    begin();
    session()->send({ApiRequest::Verb::Post, u"/admin/pricing/recalculate?dry_run=false"_s, "{}"}, this,
                    [this](const Outcome<JsonValue> &told) {
                        if (!told) {
                            finish(told.error(), {});
                            return;
                        }
                        session()->announce(u"model"_s);
                        finish();
                    });
}

} // namespace beaver::admin
