#pragma once

#include <QVariantList>

#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

/// The categories computed anew from the list prices: first what would change, then done.
class RecalculationEditor : public beaver::admin::FormEditor
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(bool loading READ isLoading NOTIFY changed FINAL)
    /// `{model, from, to}` each.
    Q_PROPERTY(QVariantList changes READ changes NOTIFY changed FINAL)

public:
    using FormEditor::FormEditor;

    bool isLoading() const { return m_loading; }
    QVariantList changes() const { return m_changes; }
    Q_INVOKABLE void preview();

protected:
    void send() override;

private:
    bool m_loading = false;
    QVariantList m_changes;
};

} // namespace beaver::admin
