<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AccountsPage</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkDialog</name>
    <message numerus="yes">
        <source>%n more that match aren&apos;t affected.</source>
        <translation>
            <numerusform>%n more that matches isn&apos;t affected.</numerusform>
            <numerusform>%n more that match aren&apos;t affected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more; copy the list to see all</source>
        <translation>
            <numerusform>and %n more; copy the list to see all</numerusform>
            <numerusform>and %n more; copy the list to see all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Forms</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) would be corrected. </source>
        <translation>
            <numerusform>%n call would be corrected. </numerusform>
            <numerusform>%n calls would be corrected. </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new model(s)</source>
        <translation>
            <numerusform>%n new model</numerusform>
            <numerusform>%n new models</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a new price</source>
        <translation>
            <numerusform>%n with a new price</numerusform>
            <numerusform>%n with a new price</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n as they are</source>
        <translation>
            <numerusform>%n as it is</numerusform>
            <numerusform>%n as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) would be revoked.</source>
        <translation>
            <numerusform>%n key would be revoked.</numerusform>
            <numerusform>%n keys would be revoked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) would move at the next recalculation.</source>
        <translation>
            <numerusform>%n model would move at the next recalculation.</numerusform>
            <numerusform>%n models would move at the next recalculation.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PricingPage</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProvidersPage</name>
    <message numerus="yes">
        <source>%n endpoint(s)</source>
        <translation>
            <numerusform>%n endpoint</numerusform>
            <numerusform>%n endpoints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::BulkRun</name>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n API key(s)</source>
        <translation>
            <numerusform>%n API key</numerusform>
            <numerusform>%n API keys</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n project</numerusform>
            <numerusform>%n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::OverviewReport</name>
    <message numerus="yes">
        <source>%n balance(s) run low</source>
        <translation>
            <numerusform>%n balance runs low</numerusform>
            <numerusform>%n balances run low</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mail(s) couldn&apos;t be delivered.</source>
        <translation>
            <numerusform>%n mail couldn&apos;t be delivered.</numerusform>
            <numerusform>%n mails couldn&apos;t be delivered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Calls of %n model(s) are refused.</source>
        <translation>
            <numerusform>Calls of %n model are refused.</numerusform>
            <numerusform>Calls of %n models are refused.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::PlansReport</name>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::ScheduledPrices</name>
    <message numerus="yes">
        <source>%n more to come.</source>
        <translation>
            <numerusform>%n more to come.</numerusform>
            <numerusform>%n more to come.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::UsageReport</name>
    <message numerus="yes">
        <source>about %n day(s) left</source>
        <translation>
            <numerusform>about %n day left</numerusform>
            <numerusform>about %n days left</numerusform>
        </translation>
    </message>
</context>
</TS>
