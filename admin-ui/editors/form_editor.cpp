#include <admin-ui/editors/form_editor.h>

namespace beaver::admin {

FormEditor::FormEditor(QObject *parent)
    : QObject(parent)
{}

void FormEditor::setSession(Session *session)
{
    if (m_session == session)
        return;
    m_session = session;
    Q_EMIT sessionChanged();
    Q_EMIT changed();
}

void FormEditor::submit()
{
    if (m_busy)
        return;
    clearError();
    send();
    Q_EMIT changed();
}

void FormEditor::begin()
{
    m_busy = true;
}

void FormEditor::end()
{
    m_busy = false;
    Q_EMIT changed();
}

void FormEditor::fail(const QString &field, const QString &error)
{
    m_errorField = field;
    m_error = error;
}

void FormEditor::finish(const ApiError &error, const QString &field)
{
    m_busy = false;
    fail(field, error.text());
    Q_EMIT changed();
}

void FormEditor::finish()
{
    m_busy = false;
    Q_EMIT changed();
    Q_EMIT done();
}

} // namespace beaver::admin
