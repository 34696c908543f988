#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QVariantList>

#include <admin-ui/models/record_detail.h>

namespace beaver::admin {

/// Two calls side by side: what each of them was, how long its parts took, and what it cost.
class CallComparison : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(beaver::admin::Session *session READ session WRITE setSession NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString firstId READ firstId WRITE setFirstId NOTIFY changed REQUIRED FINAL)
    Q_PROPERTY(QString secondId READ secondId WRITE setSecondId NOTIFY changed REQUIRED FINAL)
    /// `{label, first, second, firstExact, secondExact, mono, differs}` each; a row of a label alone begins a part.
    Q_PROPERTY(QVariantList rows READ rows NOTIFY changed FINAL)
    /// loading, ready, or of the one that couldn't be loaded: error, offline or forbidden.
    Q_PROPERTY(QString state READ state NOTIFY changed FINAL)
    Q_PROPERTY(QString error READ error NOTIFY changed FINAL)
    Q_PROPERTY(QString requestId READ requestId NOTIFY changed FINAL)

public:
    explicit CallComparison(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(CallComparison)

    Session *session() const { return m_first.session(); }
    void setSession(Session *session);
    QString firstId() const { return m_first.recordId(); }
    void setFirstId(const QString &id) { m_first.setRecordId(id); }
    QString secondId() const { return m_second.recordId(); }
    void setSecondId(const QString &id) { m_second.setRecordId(id); }
    QVariantList rows() const;
    QString state() const;
    QString error() const { return failed().error(); }
    QString requestId() const { return failed().requestId(); }
    Q_INVOKABLE void reload();
    /// What failed, for whoever is asked for help, goes to the clipboard.
    Q_INVOKABLE void copyDetails() const { failed().copyDetails(); }

Q_SIGNALS:
    void changed();

private:
    const RecordDetail &failed() const { return m_first.error().isEmpty() ? m_second : m_first; }

    RecordDetail m_first;
    RecordDetail m_second;
};

} // namespace beaver::admin
