#include <QDir>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QQmlNetworkAccessManagerFactory>
#include <QQuickStyle>
#include <QScreen>
#include <QTranslator>

#include <admin-ui/app/console_engine.h>
#include <admin-ui/app/settled_layouts.h>
#include <admin-ui/app/shadow_provider.h>
#include <admin-ui/app/window_place.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

class NoNetwork final : public QNetworkAccessManager
{
public:
    using QNetworkAccessManager::QNetworkAccessManager;

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request, QIODevice *body) override
    {
        const bool ours = request.url().scheme() == "qrc"_L1;
        return QNetworkAccessManager::createRequest(operation,
                                                    ours ? request : QNetworkRequest(QUrl(u"qrc:/refused"_s)), body);
    }
};

class NoNetworkFactory final : public QQmlNetworkAccessManagerFactory
{
public:
    QNetworkAccessManager *create(QObject *parent) override { return new NoNetwork(parent); }
};

QRect placeOf(const Preferences &preferences)
{
    QList<QRect> screens;
    for (const QScreen *screen : QGuiApplication::screens())
        screens.append(screen->availableGeometry());
    return placeOnScreens(preferences.windowGeometry(), QSize(1024, 640), screens);
}

} // namespace

void setUpApplication()
{
    QGuiApplication::setOrganizationName(u"Beaver"_s);
    QGuiApplication::setApplicationName(u"beaver-console"_s);
    QGuiApplication::setApplicationDisplayName(u"Beaver Console"_s);
    QGuiApplication::setDesktopFileName(u"beaver-console"_s);
    QQuickStyle::setStyle(u"Basic"_s);
    const QDir fonts(u":/qt/qml/Beaver/Console/theme/fonts"_s);
    for (const QString &file : fonts.entryList({u"*.otf"_s, u"*.ttf"_s}))
        QFontDatabase::addApplicationFont(fonts.filePath(file));
    QFont font(u"Beaver Sans"_s);
    font.setPixelSize(13);
    font.setHintingPreference(QFont::PreferNoHinting);
    QGuiApplication::setFont(font);
    if constexpr (QT_VERSION < QT_VERSION_CHECK(6, 8, 0))
        qApp->installEventFilter(new SettledLayouts(qApp));
}

void useLanguage(const QString &language)
{
    const QLocale wanted = language == "system"_L1 ? QLocale::system() : QLocale(language);
    if (language != "system"_L1)
        QLocale::setDefault(wanted);
    auto *translator = new QTranslator(QCoreApplication::instance());
    const QString folder = u":/qt/qml/Beaver/Console/i18n"_s;
    if (translator->load(wanted, u"beaver"_s, u"_"_s, folder) || translator->load(u"beaver_en"_s, folder))
        QCoreApplication::installTranslator(translator);
}

ConsoleEngine::ConsoleEngine(Session &session, Preferences &preferences, bool animated, const QString &link)
{
    static NoNetworkFactory noNetwork;
    m_engine.setNetworkAccessManagerFactory(&noNetwork);
    m_engine.addImportPath(u"qrc:/qt/qml"_s); // the default from Qt 6.5 on
    m_engine.addImageProvider(u"shadow"_s, new ShadowProvider);
    m_engine.setInitialProperties({{u"session"_s, QVariant::fromValue(&session)},
                                   {u"preferences"_s, QVariant::fromValue(&preferences)},
                                   {u"gateway"_s, QVariant::fromValue(&m_gateway)},
                                   {u"link"_s, link},
                                   {u"place"_s, placeOf(preferences)},
                                   {u"animated"_s, animated}});
    m_engine.load(QUrl(u"qrc:/qt/qml/Beaver/Console/Main.qml"_s));
}

ConsoleEngine::~ConsoleEngine() = default;

void ConsoleEngine::follow(const QString &link)
{
    if (QQuickWindow *shown = window())
        QMetaObject::invokeMethod(shown, "follow", Q_ARG(QString, link));
}

QQuickWindow *ConsoleEngine::window() const
{
    return m_engine.rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow *>(m_engine.rootObjects().first());
}

} // namespace beaver::admin
