#include <admin-ui/editors/form_editor.h>
#include <admin-ui/models/cell.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

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

void FormEditor::lookAgain(const QString &path, const QString &audited,
                           std::function<QStringList(const JsonValue &)> compare)
{
    begin();
    m_session->send({ApiRequest::Verb::Get, path}, this,
                    [this, audited, compare = std::move(compare), look = ++m_looked](const Outcome<JsonValue> &told) {
                        if (look != m_looked)
                            return;
                        if (!told && told.error().isOffline()) {
                            finish(told.error(), {});
                            return;
                        }
                        // What can't be read is the server's to refuse.
                        m_meanwhile = told ? compare(*told).join(u'\n') : QString();
                        m_meanwhileBy.clear();
                        end();
                        if (m_meanwhile.isEmpty()) {
                            m_isLatest = true;
                            submit();
                        } else if (m_session->mayCreate()) {
                            learnWho(audited);
                        }
                    });
}

void FormEditor::learnWho(const QString &audited)
{
    m_session->send({ApiRequest::Verb::Get, u"/admin/audit?limit=1&"_s + audited}, this,
                    [this, look = m_looked](const Outcome<JsonValue> &told) {
                        const JsonValue line = told ? told->at(u"data.0") : JsonValue();
                        if (look != m_looked || m_meanwhile.isEmpty() || line.isNull())
                            return;
                        m_meanwhileBy = tr("%1, %2").arg(m_session->nameOf(line["actor"_L1].plain()),
                                                         localTime(line["at"_L1].plain()));
                        Q_EMIT changed();
                    });
}

void FormEditor::forgetMeanwhile()
{
    ++m_looked;
    m_isLatest = false;
    m_meanwhile.clear();
    m_meanwhileBy.clear();
}

void FormEditor::review()
{
    if (m_busy || m_meanwhile.isEmpty())
        return;
    forgetMeanwhile();
    clearError();
    takeTheirs();
    Q_EMIT changed();
}

void FormEditor::overwrite()
{
    if (m_busy || m_meanwhile.isEmpty())
        return;
    review();
    m_isLatest = true;
    submit();
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
