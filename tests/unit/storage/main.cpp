#include "children.h"

#include <QCoreApplication>

#include <gtest/gtest.h>

// The same program is the process that some tests kill: `storage_tests --child NAME ARGUMENT…`.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc > 2 && std::string_view(argv[1]) == "--child")
        return beaver::storage::test::childMain({argv + 2, argv + argc});
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
