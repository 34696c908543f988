#include <QGuiApplication>

#include <admin-ui/app/console_engine.h>
#include <gtest/gtest.h>

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    qputenv("TZ", "UTC");
    testing::InitGoogleTest(&argc, argv);
    const QGuiApplication app(argc, argv);
    beaver::admin::setUpApplication();
    beaver::admin::useLanguage(QStringLiteral("en"));
    return RUN_ALL_TESTS();
}
