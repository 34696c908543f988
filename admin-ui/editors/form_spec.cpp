#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <admin-ui/editors/form_parts.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

QString say(const char *text)
{
    return QCoreApplication::translate("Forms", text);
}

namespace {

const Forms &allForms()
{
    static const Forms all = [] {
        Forms forms;
        for (Forms (*const made)() : {accountForms, moneyForms, keyForms, projectForms, limitForms, pricingForms,
                                      endpointForms, settingsForms, ownForms})
            forms.merge(made());
        return forms;
    }();
    return all;
}

} // namespace

QStringList formKinds()
{
    QStringList kinds;
    for (const auto &[kind, form] : allForms())
        kinds.append(kind);
    return kinds;
}

const FormSpec *formSpec(const QString &kind)
{
    const auto found = allForms().find(kind);
    return found == allForms().end() ? nullptr : &found->second;
}

QString withBases(QString path, const Session &session, const QVariantMap &record)
{
    const bool inProject = record.contains(u"project_role"_s);
    const QString ownKeys = inProject ? u"/projects/{project_id}/api-keys"_s : u"/api-keys"_s;
    return path.replace(u"{keys}"_s, session.operates() ? u"/admin/api-keys"_s : ownKeys)
        .replace(u"{projects}"_s, session.operates() ? u"/admin/projects"_s : u"/projects"_s)
        .replace(u"{hooks}"_s, session.operates() ? u"/admin/webhooks"_s : u"/account/webhooks"_s);
}

QString filledIn(QString text, const QVariantMap &record, bool encoded)
{
    static const QRegularExpression member(u"\\{([a-z0-9_.]+)\\}"_s);
    for (auto match = member.match(text); match.hasMatch(); match = member.match(text)) {
        const QString value = record[match.captured(1)].toString();
        text.replace(match.capturedStart(), match.capturedLength(),
                     encoded ? QString::fromLatin1(QUrl::toPercentEncoding(value, "/")) : value);
    }
    return text;
}

} // namespace beaver::admin
