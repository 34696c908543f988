#include <gtest/gtest.h>
#include <server/storage/database_url.h>

namespace beaver::storage {

namespace {

TEST(DatabaseUrl, ThreeSlashesAreARelativePathAndFourAnAbsoluteOne)
{
    EXPECT_EQ(parseDatabaseUrl("sqlite:///./beaver.db")->path, "./beaver.db");
    EXPECT_EQ(parseDatabaseUrl("sqlite:///beaver.db")->path, "beaver.db");
    EXPECT_EQ(parseDatabaseUrl("sqlite:////var/lib/beaver/beaver.db")->path, "/var/lib/beaver/beaver.db");
}

TEST(DatabaseUrl, PostgreSqlIsUnderstoodAndNotOpenedYet)
{
    for (const char *url : {"postgresql://user:canary@host/name", "postgresql+psycopg2://user:canary@host/name"}) {
        EXPECT_EQ(parseDatabaseUrl(url)->engine, Engine::PostgreSql);
        const auto path = sqlitePath(url);
        ASSERT_FALSE(path.ok());
        EXPECT_EQ(path.error().param, "DATABASE_URL");
        EXPECT_NE(path.error().message.find("PostgreSQL"), std::string::npos);
    }
}

TEST(DatabaseUrl, MalformedOnesAreRefusedWithoutRepeatingThem)
{
    for (const char *url :
         {"", "canary", "mysql://user:canary@host/name", "sqlite://canary.db", "sqlite:///",
          "sqlite:///:memory:", "sqlite:///x.db?password=canary", "canary:p@ss://host", "postgres:canary@host"}) {
        const auto parsed = parseDatabaseUrl(url);
        ASSERT_FALSE(parsed.ok()) << url;
        EXPECT_EQ(parsed.error().param, "DATABASE_URL");
        EXPECT_EQ((parsed.error().message + parsed.error().detail).find("canary"), std::string::npos)
            << parsed.error().message;
    }
}

} // namespace

} // namespace beaver::storage
