<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AccountDetail</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Top up</source>
        <translation>Aufladen</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>Buchungen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Held by calls under way</source>
        <translation>Von laufenden Aufrufen reserviert</translation>
    </message>
    <message>
        <source>, 30 days</source>
        <translation>, 30 Tage</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Spend by model</source>
        <translation>Ausgaben nach Modell</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Auszug</translation>
    </message>
    <message>
        <source>By model, last 30 days; press a bar for its calls</source>
        <translation>Nach Modell, letzte 30 Tage; ein Balken führt zu seinen Aufrufen</translation>
    </message>
</context>
<context>
    <name>AccountsPage</name>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>Neues Konto</translation>
    </message>
    <message>
        <source>Search by name, email or ID</source>
        <translation>Name, E-Mail, ID</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Activate again</source>
        <translation>Wieder freigeben</translation>
    </message>
    <message>
        <source>Change the plan…</source>
        <translation>Tarif ändern …</translation>
    </message>
    <message>
        <source>Set the pricing policy…</source>
        <translation>Preisregel setzen …</translation>
    </message>
    <message>
        <source>Add credit…</source>
        <translation>Guthaben geben …</translation>
    </message>
    <message>
        <source>More for all that are selected</source>
        <translation>Mehr für alle gewählten</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Forget these answers…</source>
        <translation>Diese Antworten vergessen …</translation>
    </message>
    <message>
        <source>The kept answers of %1 are forgotten</source>
        <translation>Die aufbewahrten Antworten von %1 sind vergessen</translation>
    </message>
    <message>
        <source>Forget what is kept of %1 for this account?</source>
        <translation>Vergessen, was von %1 für dieses Konto aufbewahrt ist?</translation>
    </message>
    <message>
        <source>The next calls that ask for them go to the provider, and cost.</source>
        <translation>Die nächsten Anfragen danach gehen an den Anbieter und kosten.</translation>
    </message>
    <message>
        <source>Forget all kept answers…</source>
        <translation>Alle aufbewahrten Antworten vergessen …</translation>
    </message>
    <message>
        <source>All kept answers are forgotten</source>
        <translation>Alle aufbewahrten Antworten sind vergessen</translation>
    </message>
    <message>
        <source>Forget all kept answers?</source>
        <translation>Alle aufbewahrten Antworten vergessen?</translation>
    </message>
    <message>
        <source>New account…</source>
        <translation>Neues Konto…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Top up…</source>
        <translation>Aufladen…</translation>
    </message>
    <message>
        <source>Adjust the balance…</source>
        <translation>Guthaben berichtigen…</translation>
    </message>
    <message>
        <source>Create API key…</source>
        <translation>API-Schlüssel anlegen…</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>%1 is suspended; its calls are refused</source>
        <translation>%1 ist gesperrt; Aufrufe werden abgewiesen</translation>
    </message>
    <message>
        <source>Activate again</source>
        <translation>Wieder freigeben</translation>
    </message>
    <message>
        <source>%1 is active again</source>
        <translation>%1 ist wieder aktiv</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>%1 is deleted</source>
        <translation>%1 ist gelöscht</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>They can&apos;t sign in and their calls are refused until they are activated again. Balances and keys stay.</source>
        <translation>Sie können sich nicht anmelden, und ihre Anfragen werden abgelehnt, bis sie wieder aktiviert werden. Guthaben und Schlüssel bleiben.</translation>
    </message>
    <message>
        <source>They can sign in and make calls again, with the balances and keys they had.</source>
        <translation>Sie können sich wieder anmelden und Anfragen stellen, mit dem Guthaben und den Schlüsseln von vorher.</translation>
    </message>
    <message>
        <source>Their calls are refused until they are switched on again.</source>
        <translation>Ihre Anfragen werden abgelehnt, bis sie wieder eingeschaltet werden.</translation>
    </message>
    <message>
        <source>Its keys stop working at once and what is left of its balance is lost. Name and email are erased; the ledger keeps its lines. This can&apos;t be undone.</source>
        <translation>Die Schlüssel gelten sofort nicht mehr, und das restliche Guthaben verfällt. Name und E-Mail werden getilgt; das Hauptbuch behält seine Zeilen. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>New API key…</source>
        <translation>Neuer API-Schlüssel…</translation>
    </message>
    <message>
        <source>Rotate…</source>
        <translation>Erneuern…</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>“%1” is off; its calls are refused</source>
        <translation>„%1“ ist aus; Aufrufe werden abgewiesen</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>“%1” works again</source>
        <translation>„%1“ gilt wieder</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Widerrufen…</translation>
    </message>
    <message>
        <source>“%1” is revoked</source>
        <translation>„%1“ ist widerrufen</translation>
    </message>
    <message>
        <source>Revoke “%1”?</source>
        <translation>„%1“ widerrufen?</translation>
    </message>
    <message>
        <source>Programs that use this key are refused from now on. A revoked key never works again.</source>
        <translation>Programme mit diesem Schlüssel werden ab sofort abgewiesen. Ein widerrufener Schlüssel gilt nie wieder.</translation>
    </message>
    <message>
        <source>Sign it out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Abgemeldet</translation>
    </message>
    <message>
        <source>Add endpoint…</source>
        <translation>Endpunkt hinzufügen…</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>%1 was checked</source>
        <translation>%1 wurde geprüft</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>%1 is paused; calls go elsewhere</source>
        <translation>%1 ist pausiert; Aufrufe gehen woandershin</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>%1 takes calls again</source>
        <translation>%1 nimmt wieder Aufrufe an</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>Auslaufen lassen</translation>
    </message>
    <message>
        <source>%1 ends its calls and takes no new ones</source>
        <translation>%1 beendet seine Aufrufe und nimmt keine neuen an</translation>
    </message>
    <message>
        <source>Its credential is erased. Models that only it serves can&apos;t be called any more.</source>
        <translation>Die Zugangsdaten werden getilgt. Modelle, die nur dieser Endpunkt bedient, lassen sich nicht mehr aufrufen.</translation>
    </message>
    <message>
        <source>Add model…</source>
        <translation>Modell hinzufügen…</translation>
    </message>
    <message>
        <source>Set the list price…</source>
        <translation>Listenpreis setzen…</translation>
    </message>
    <message>
        <source>%1 can&apos;t be called any more</source>
        <translation>%1 lässt sich nicht mehr aufrufen</translation>
    </message>
    <message>
        <source>%1 can be called</source>
        <translation>%1 lässt sich aufrufen</translation>
    </message>
    <message>
        <source>Change the markup…</source>
        <translation>Aufschlag ändern…</translation>
    </message>
    <message>
        <source>New plan…</source>
        <translation>Neuer Tarif…</translation>
    </message>
    <message>
        <source>New voucher…</source>
        <translation>Neuer Gutschein…</translation>
    </message>
    <message>
        <source>Redeem a voucher…</source>
        <translation>Gutschein einlösen…</translation>
    </message>
    <message>
        <source>Go to its account</source>
        <translation>Zum Konto</translation>
    </message>
    <message>
        <source>Show what changed</source>
        <translation>Änderung zeigen</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Als PDF speichern</translation>
    </message>
    <message>
        <source>Copy the ID</source>
        <translation>ID kopieren</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Als JSON kopieren</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>%1 copied</source>
        <translation>%1 kopiert</translation>
    </message>
    <message>
        <source>The file can&apos;t be written: %1</source>
        <translation>Die Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gespeichert als %1</translation>
    </message>
    <message>
        <source>%1 doesn&apos;t answer: %2</source>
        <translation>%1 antwortet nicht: %2</translation>
    </message>
    <message>
        <source>The voucher is deleted</source>
        <translation>Der Gutschein ist gelöscht</translation>
    </message>
    <message>
        <source>Delete this voucher?</source>
        <translation>Diesen Gutschein löschen?</translation>
    </message>
    <message>
        <source>Nobody redeems it any more. What was redeemed stays.</source>
        <translation>Niemand löst ihn mehr ein. Was eingelöst wurde, bleibt.</translation>
    </message>
    <message>
        <source>Refund the call…</source>
        <translation>Aufruf erstatten…</translation>
    </message>
    <message>
        <source>Refund the payment…</source>
        <translation>Zahlung erstatten…</translation>
    </message>
    <message>
        <source>Mark as paid…</source>
        <translation>Als bezahlt eintragen…</translation>
    </message>
    <message>
        <source>%1 is paid</source>
        <translation>%1 ist bezahlt</translation>
    </message>
    <message>
        <source>Is %1 paid?</source>
        <translation>Ist %1 bezahlt?</translation>
    </message>
    <message>
        <source>What was due on it has been received. This can&apos;t be undone.</source>
        <translation>Der offene Betrag ist eingegangen. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Make void…</source>
        <translation>Stornieren…</translation>
    </message>
    <message>
        <source>Sign out everywhere…</source>
        <translation>Überall abmelden…</translation>
    </message>
    <message>
        <source>%1 is signed out everywhere</source>
        <translation>%1 ist überall abgemeldet</translation>
    </message>
    <message>
        <source>Sign %1 out everywhere?</source>
        <translation>%1 überall abmelden?</translation>
    </message>
    <message>
        <source>All its sessions end at once; its API keys go on working.</source>
        <translation>Alle Sitzungen enden sofort; die API-Schlüssel gelten weiter.</translation>
    </message>
    <message>
        <source>Delete the plan %1?</source>
        <translation>Den Tarif %1 löschen?</translation>
    </message>
    <message>
        <source>Its limits are gone. A plan that accounts are on isn&apos;t deleted: move them to another first.</source>
        <translation>Seine Grenzen sind damit weg. Ein Tarif, den Konten haben, wird nicht gelöscht: Geben Sie ihnen erst einen anderen.</translation>
    </message>
    <message>
        <source>Limits and budgets…</source>
        <translation>Grenzen und Budgets…</translation>
    </message>
    <message>
        <source>Price history</source>
        <translation>Preisverlauf</translation>
    </message>
    <message>
        <source>Change the password…</source>
        <translation>Passwort ändern…</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Einrichten…</translation>
    </message>
    <message>
        <source>New recovery codes…</source>
        <translation>Neue Wiederherstellungscodes…</translation>
    </message>
    <message>
        <source>Switch off…</source>
        <translation>Ausschalten…</translation>
    </message>
    <message>
        <source>End this session</source>
        <translation>Diese Sitzung beenden</translation>
    </message>
    <message>
        <source>The session has ended</source>
        <translation>Die Sitzung ist beendet</translation>
    </message>
    <message>
        <source>New webhook…</source>
        <translation>Neuer Webhook…</translation>
    </message>
    <message>
        <source>New secret…</source>
        <translation>Neues Geheimnis…</translation>
    </message>
    <message>
        <source>Send a test event</source>
        <translation>Testereignis senden</translation>
    </message>
    <message>
        <source>A test event goes to %1</source>
        <translation>Ein Testereignis geht an %1</translation>
    </message>
    <message>
        <source>%1 is told nothing</source>
        <translation>%1 erfährt nichts</translation>
    </message>
    <message>
        <source>%1 is told events again</source>
        <translation>%1 erfährt wieder Ereignisse</translation>
    </message>
    <message>
        <source>Delete the webhook %1?</source>
        <translation>Webhook %1 löschen?</translation>
    </message>
    <message>
        <source>It is told nothing more, and its secret and deliveries are forgotten.</source>
        <translation>Er erfährt nichts mehr; sein Geheimnis und seine Zustellungen werden vergessen.</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Noch einmal senden</translation>
    </message>
    <message>
        <source>%1 is sent again</source>
        <translation>%1 wird noch einmal gesendet</translation>
    </message>
    <message>
        <source>Invite somebody…</source>
        <translation>Jemanden einladen…</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Zurückziehen…</translation>
    </message>
    <message>
        <source>The invitation is withdrawn</source>
        <translation>Die Einladung ist zurückgezogen</translation>
    </message>
    <message>
        <source>Withdraw this invitation?</source>
        <translation>Diese Einladung zurückziehen?</translation>
    </message>
    <message>
        <source>Nobody can register with its token any more.</source>
        <translation>Mit ihrem Token kann sich niemand mehr registrieren.</translation>
    </message>
    <message>
        <source>Import prices…</source>
        <translation>Preise importieren …</translation>
    </message>
    <message>
        <source>The scheduled price of %1 is withdrawn</source>
        <translation>Der geplante Preis von %1 ist zurückgezogen</translation>
    </message>
    <message>
        <source>Withdraw the scheduled price of %1?</source>
        <translation>Den geplanten Preis von %1 zurückziehen?</translation>
    </message>
    <message>
        <source>It won&apos;t come into force; the price before it goes on.</source>
        <translation>Er tritt nicht in Kraft; der Preis davor gilt weiter.</translation>
    </message>
    <message>
        <source>Correct a past price…</source>
        <translation>Vergangenen Preis berichtigen …</translation>
    </message>
    <message>
        <source>Add alias…</source>
        <translation>Alias hinzufügen …</translation>
    </message>
    <message>
        <source>Let it stand for another model…</source>
        <translation>Für ein anderes Modell stehen lassen …</translation>
    </message>
    <message>
        <source>Delete the alias %1?</source>
        <translation>Den Alias %1 löschen?</translation>
    </message>
    <message>
        <source>Calls that name it are refused from now on. The model stays.</source>
        <translation>Aufrufe, die ihn nennen, werden von nun an abgelehnt. Das Modell bleibt.</translation>
    </message>
    <message>
        <source>Kept bodies…</source>
        <translation>Aufbewahrte Inhalte …</translation>
    </message>
    <message>
        <source>New signing secret…</source>
        <translation>Neues Signaturgeheimnis …</translation>
    </message>
    <message>
        <source>Billing details…</source>
        <translation>Rechnungsangaben …</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Als CSV speichern</translation>
    </message>
    <message>
        <source>Begin new accounts on it…</source>
        <translation>Neue Konten damit beginnen …</translation>
    </message>
    <message>
        <source>New accounts begin on %1</source>
        <translation>Neue Konten beginnen mit %1</translation>
    </message>
    <message>
        <source>Begin new accounts on %1?</source>
        <translation>Neue Konten mit %1 beginnen?</translation>
    </message>
    <message>
        <source>It becomes the first plan. Accounts that are there keep theirs.</source>
        <translation>Er wird der erste Plan. Vorhandene Konten behalten ihren.</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>Neues Projekt …</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Archive…</source>
        <translation>Archivieren …</translation>
    </message>
    <message>
        <source>%1 is archived</source>
        <translation>%1 ist archiviert</translation>
    </message>
    <message>
        <source>Archive the project %1?</source>
        <translation>Das Projekt %1 archivieren?</translation>
    </message>
    <message>
        <source>Its API keys are revoked at once and never work again. What they used stays in reports and on invoices.</source>
        <translation>Seine API-Schlüssel werden sofort widerrufen und gelten nie wieder. Was sie verbraucht haben, bleibt in Berichten und auf Rechnungen.</translation>
    </message>
    <message>
        <source>%1 is active again; it needs new API keys</source>
        <translation>%1 ist wieder aktiv; es braucht neue API-Schlüssel</translation>
    </message>
    <message>
        <source>Delete the project %1?</source>
        <translation>Das Projekt %1 löschen?</translation>
    </message>
    <message>
        <source>Change the role…</source>
        <translation>Rolle ändern …</translation>
    </message>
    <message>
        <source>Leave the project…</source>
        <translation>Projekt verlassen …</translation>
    </message>
    <message>
        <source>Leave this project?</source>
        <translation>Dieses Projekt verlassen?</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Ersetzen …</translation>
    </message>
    <message>
        <source>The project&apos;s key for %1 is erased</source>
        <translation>Der Schlüssel des Projekts für %1 ist gelöscht</translation>
    </message>
    <message>
        <source>Calls to its models use the gateway&apos;s own from the next one on, and are charged to the balance.</source>
        <translation>Aufrufe seiner Modelle nutzen ab dem nächsten den des Gateways und werden vom Guthaben bezahlt.</translation>
    </message>
    <message>
        <source>Its API keys are revoked at once, its provider keys erased, and its members no longer see it. What it used stays in reports and on invoices. This can&apos;t be undone.</source>
        <translation>Seine API-Schlüssel werden sofort widerrufen, seine Anbieterschlüssel gelöscht, und seine Mitglieder sehen es nicht mehr. Was es verbraucht hat, bleibt in Berichten und auf Rechnungen. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Add a member…</source>
        <translation>Mitglied hinzufügen …</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>%1 no longer takes part</source>
        <translation>%1 gehört nicht mehr dazu</translation>
    </message>
    <message>
        <source>Remove %1 from the project?</source>
        <translation>%1 aus dem Projekt entfernen?</translation>
    </message>
    <message>
        <source>They no longer see the project. API keys that they made go on working: revoke those that shouldn&apos;t.</source>
        <translation>Das Projekt ist dann nicht mehr zu sehen. API-Schlüssel, die dieses Mitglied angelegt hat, gelten weiter: Widerrufen Sie, was nicht weiter gelten soll.</translation>
    </message>
    <message>
        <source>You no longer take part</source>
        <translation>Sie gehören nicht mehr dazu</translation>
    </message>
    <message>
        <source>You no longer see it. API keys that you made there go on working. Only its owners can add you again.</source>
        <translation>Sie sehen es dann nicht mehr. API-Schlüssel, die Sie dort angelegt haben, gelten weiter. Nur seine Inhaber können Sie wieder hinzufügen.</translation>
    </message>
    <message>
        <source>Add a provider key…</source>
        <translation>Anbieterschlüssel hinzufügen …</translation>
    </message>
    <message>
        <source>Remove the project&apos;s key for %1?</source>
        <translation>Den Schlüssel des Projekts für %1 entfernen?</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Pricing policy…</source>
        <translation>Preisregel …</translation>
    </message>
    <message>
        <source>Alerts…</source>
        <translation>Benachrichtigungen …</translation>
    </message>
    <message>
        <source>Make an invoice…</source>
        <translation>Rechnung erstellen …</translation>
    </message>
    <message>
        <source>Open the call</source>
        <translation>Aufruf öffnen</translation>
    </message>
    <message>
        <source>Revoke all its keys…</source>
        <translation>Alle seine Schlüssel widerrufen …</translation>
    </message>
    <message>
        <source>Done for %1, not for %2:</source>
        <translation>Erledigt für %1, nicht für %2:</translation>
    </message>
    <message>
        <source>Confirm your address…</source>
        <translation>Adresse bestätigen …</translation>
    </message>
    <message>
        <source>Send the mail again</source>
        <translation>E-Mail noch einmal senden</translation>
    </message>
    <message>
        <source>A mail is on its way to %1</source>
        <translation>Eine E-Mail an %1 ist unterwegs</translation>
    </message>
    <message>
        <source>Sign out everywhere?</source>
        <translation>Überall abmelden?</translation>
    </message>
    <message>
        <source>All your sessions end at once, this one too: consoles and browsers ask for your password again. API keys go on working.</source>
        <translation>Alle Ihre Sitzungen enden sofort, auch diese: Konsolen und Browser fragen wieder nach dem Passwort. API-Schlüssel gelten weiter.</translation>
    </message>
    <message>
        <source>Move its upper cut…</source>
        <translation>Obere Grenze verschieben …</translation>
    </message>
    <message>
        <source>You are signed out everywhere.</source>
        <translation>Sie sind überall abgemeldet.</translation>
    </message>
    <message>
        <source>Send a test mail…</source>
        <translation>Test-E-Mail senden …</translation>
    </message>
    <message>
        <source>Restore this price…</source>
        <translation>Diesen Preis wiederherstellen …</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation>In der Spielwiese öffnen</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Link kopieren</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>Change the plan…</source>
        <translation>Tarif ändern …</translation>
    </message>
    <message>
        <source>Set the pricing policy…</source>
        <translation>Preisregel setzen …</translation>
    </message>
    <message>
        <source>Add credit…</source>
        <translation>Guthaben geben …</translation>
    </message>
    <message>
        <source>Revoke %1 unused for 90 days?</source>
        <translation>%1 widerrufen, seit 90 Tagen ungenutzt?</translation>
    </message>
    <message>
        <source>Nobody called with them for 90 days, and they are older than that. A revoked key never works again.</source>
        <translation>Mit ihnen wurde seit 90 Tagen nichts aufgerufen, und älter sind sie auch. Ein widerrufener Schlüssel gilt nie wieder.</translation>
    </message>
</context>
<context>
    <name>ApiError</name>
    <message>
        <source>The server can&apos;t be reached.</source>
        <translation>Der Server ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The server didn&apos;t answer in time.</source>
        <translation>Der Server hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>The encrypted connection can&apos;t be trusted.</source>
        <translation>Der verschlüsselten Verbindung ist nicht zu trauen.</translation>
    </message>
    <message>
        <source>There is no Beaver server at this address.</source>
        <translation>Unter dieser Adresse gibt es keinen Beaver-Server.</translation>
    </message>
    <message>
        <source>The email or the password is wrong.</source>
        <translation>E-Mail oder Passwort ist falsch.</translation>
    </message>
    <message>
        <source>Enter the code of your second factor.</source>
        <translation>Geben Sie den Code Ihres zweiten Faktors ein.</translation>
    </message>
    <message>
        <source>The server doesn&apos;t know this. It may be older than this console.</source>
        <translation>Das kennt der Server nicht. Vielleicht ist er älter als diese Konsole.</translation>
    </message>
    <message>
        <source>Your session is over. Sign in again.</source>
        <translation>Ihre Sitzung ist beendet. Melden Sie sich wieder an.</translation>
    </message>
    <message>
        <source>Your role doesn&apos;t allow this.</source>
        <translation>Ihre Rolle erlaubt das nicht.</translation>
    </message>
    <message>
        <source>The server didn&apos;t accept this.</source>
        <translation>Das hat der Server nicht angenommen.</translation>
    </message>
    <message>
        <source>Too many tries. Wait a little.</source>
        <translation>Zu viele Versuche. Warten Sie ein wenig.</translation>
    </message>
    <message>
        <source>The server failed.</source>
        <translation>Beim Server ist ein Fehler aufgetreten.</translation>
    </message>
    <message>
        <source>This console can&apos;t read the server&apos;s answer.</source>
        <translation>Diese Konsole versteht die Antwort des Servers nicht.</translation>
    </message>
    <message>
        <source>The server made its certificate itself. Compare the fingerprint with the one your operator tells you before you trust it.</source>
        <translation>Der Server hat sein Zertifikat selbst ausgestellt. Vergleichen Sie den Fingerabdruck mit dem, den Ihnen der Betreiber nennt, bevor Sie ihm trauen.</translation>
    </message>
    <message>
        <source>The certificate has run out. The operator has to renew it.</source>
        <translation>Das Zertifikat ist abgelaufen. Der Betreiber muss es erneuern.</translation>
    </message>
    <message>
        <source>The certificate isn&apos;t valid yet. Look at this computer&apos;s clock.</source>
        <translation>Das Zertifikat gilt noch nicht. Prüfen Sie die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>The certificate is another server&apos;s. Look at the address.</source>
        <translation>Das Zertifikat gehört einem anderen Server. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>This computer doesn&apos;t know who signed the certificate.</source>
        <translation>Dieser Rechner weiß nicht, wer das Zertifikat unterschrieben hat.</translation>
    </message>
    <message>
        <source>The server is too old for this console.</source>
        <translation>Der Server ist zu alt für diese Konsole.</translation>
    </message>
    <message>
        <source>It is Beaver %1; this console needs %2 or newer. Bring the server up to date, or use a console of its version.</source>
        <translation>Er ist Beaver %1; diese Konsole braucht %2 oder neuer. Aktualisieren Sie den Server, oder nehmen Sie eine Konsole seiner Version.</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>Audit log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Verify the chain</source>
        <translation>Kette prüfen</translation>
    </message>
    <message>
        <source>Who, action, on what</source>
        <translation>Wer, Aktion, woran</translation>
    </message>
</context>
<context>
    <name>BillingPage</name>
    <message>
        <source>Billing</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>Buchungen</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>Rechnungen</translation>
    </message>
    <message>
        <source>Vouchers</source>
        <translation>Gutscheine</translation>
    </message>
    <message>
        <source>Redeem a voucher</source>
        <translation>Gutschein einlösen</translation>
    </message>
    <message>
        <source>New voucher</source>
        <translation>Neuer Gutschein</translation>
    </message>
    <message>
        <source>Account, reference, number</source>
        <translation>Konto, Beleg, Nummer</translation>
    </message>
    <message>
        <source>Correct a past price</source>
        <translation>Preis berichtigen</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Berichtigungen</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Auszug</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>Erstattungen</translation>
    </message>
    <message>
        <source>Make an invoice</source>
        <translation>Rechnung erstellen</translation>
    </message>
    <message>
        <source>Reference, number</source>
        <translation>Referenz, Nummer</translation>
    </message>
</context>
<context>
    <name>BulkDialog</name>
    <message>
        <source>Looking for all that match: %1 so far.</source>
        <translation>Alle passenden werden gesucht: bisher %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n more that match aren&apos;t affected.</source>
        <translation>
            <numerusform>%n weiteres passendes ist nicht betroffen.</numerusform>
            <numerusform>%n weitere passende sind nicht betroffen.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Done for %1.</source>
        <translation>Erledigt für %1.</translation>
    </message>
    <message>
        <source>Failed for %1.</source>
        <translation>Fehlgeschlagen für %1.</translation>
    </message>
    <message>
        <source>%1 weren&apos;t come to.</source>
        <translation>%1 kamen nicht an die Reihe.</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Nichts zu tun</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>Zur Bestätigung %1 eingeben</translation>
    </message>
    <message>
        <source>Failed for</source>
        <translation>Fehlgeschlagen für</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message numerus="yes">
        <source>and %n more; copy the list to see all</source>
        <translation>
            <numerusform>und %n weiteres; alle stehen in der kopierten Liste</numerusform>
            <numerusform>und %n weitere; alle stehen in der kopierten Liste</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Liste kopieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>CellStrip</name>
    <message>
        <source>No history yet</source>
        <translation>Noch kein Verlauf</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Nothing in this time</source>
        <translation>Nichts in dieser Zeit</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
</context>
<context>
    <name>ChatColumn</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Strömt</translation>
    </message>
    <message>
        <source>Take this column away</source>
        <translation>Diese Spalte wegnehmen</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Unterhaltung</translation>
    </message>
    <message>
        <source>Ask something. The call goes through the gateway as any other: priced, charged and logged.</source>
        <translation>Fragen Sie etwas. Der Aufruf geht durchs Gateway wie jeder andere: mit Preis, Buchung und Protokoll.</translation>
    </message>
    <message>
        <source>Talk to a model</source>
        <translation>Mit einem Modell sprechen</translation>
    </message>
    <message>
        <source>The models couldn&apos;t be loaded</source>
        <translation>Die Modelle ließen sich nicht laden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Your balance is empty</source>
        <translation>Ihr Guthaben ist leer</translation>
    </message>
    <message>
        <source>Calls from here are paid from your balance, as any customer&apos;s are. Top up, then ask something.</source>
        <translation>Aufrufe von hier zahlt Ihr Guthaben, wie bei jedem Kunden. Laden Sie es auf und fragen Sie dann etwas.</translation>
    </message>
    <message>
        <source>Calls from here are paid from your balance. Somebody who may top up can give you some.</source>
        <translation>Aufrufe von hier zahlt Ihr Guthaben. Wer aufladen darf, kann Ihnen etwas gutschreiben.</translation>
    </message>
    <message>
        <source>Change the question and ask again; what came after it goes</source>
        <translation>Die Frage ändern und neu stellen; was danach kam, entfällt</translation>
    </message>
    <message>
        <source>Ask it otherwise in a column beside; this one stays</source>
        <translation>In einer Spalte daneben anders fragen; diese hier bleibt</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Copy the code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
</context>
<context>
    <name>ColumnsButton</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Reset to default</source>
        <translation>Wie am Anfang</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Search accounts, keys, models and calls, or type what to do…</source>
        <translation>Suchen, oder schreiben, was zu tun ist</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>to move</source>
        <translation>bewegen</translation>
    </message>
    <message>
        <source>to open</source>
        <translation>öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n Treffer</numerusform>
            <numerusform>%n Treffer</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Wird gesucht …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>CompareSheet</name>
    <message>
        <source>Two calls compared</source>
        <translation>Zwei Aufrufe im Vergleich</translation>
    </message>
    <message>
        <source>%1: %2, and %3</source>
        <translation>%1: %2 und %3</translation>
    </message>
    <message>
        <source>%1: %2 in both</source>
        <translation>%1: in beiden %2</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Type %1 to confirm</source>
        <translation>Zum Bestätigen %1 eingeben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ConnectPage</name>
    <message>
        <source>Second factor</source>
        <translation>Zweiter Faktor</translation>
    </message>
    <message>
        <source>Connect to a Beaver server</source>
        <translation>Mit einem Beaver-Server verbinden</translation>
    </message>
    <message>
        <source>Enter the code that your authenticator shows, or one of your recovery codes.</source>
        <translation>Geben Sie den Code Ihrer Authenticator-App ein, oder einen Ihrer Notfallcodes.</translation>
    </message>
    <message>
        <source>Sign in with your account, or with an admin key.</source>
        <translation>Melden Sie sich mit Ihrem Konto an, oder mit einem Verwaltungsschlüssel.</translation>
    </message>
    <message>
        <source>Not encrypted: everybody on the way can read your password.</source>
        <translation>Unverschlüsselt: Jeder unterwegs kann Ihr Passwort lesen.</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Serveradresse</translation>
    </message>
    <message>
        <source>Servers you were connected to</source>
        <translation>Server, mit denen Sie verbunden waren</translation>
    </message>
    <message>
        <source>Fingerprint of the certificate (SHA-256)</source>
        <translation>Fingerabdruck des Zertifikats (SHA-256)</translation>
    </message>
    <message>
        <source>It is the one: trust it until I quit</source>
        <translation>Er stimmt: bis zum Beenden vertrauen</translation>
    </message>
    <message>
        <source>Email and password</source>
        <translation>E-Mail und Passwort</translation>
    </message>
    <message>
        <source>Admin key</source>
        <translation>Verwaltungsschlüssel</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Hide the password</source>
        <translation>Passwort verbergen</translation>
    </message>
    <message>
        <source>Show the password</source>
        <translation>Passwort zeigen</translation>
    </message>
    <message>
        <source>Keep it in the system&apos;s keychain</source>
        <translation>Im Schlüsselbund des Systems aufheben</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindet…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>or</source>
        <translation>oder</translation>
    </message>
    <message>
        <source>Stop the gateway on this computer</source>
        <translation>Das Gateway auf diesem Rechner anhalten</translation>
    </message>
    <message>
        <source>Start a gateway on this computer</source>
        <translation>Ein Gateway auf diesem Rechner starten</translation>
    </message>
    <message>
        <source>With a database in your own folder; nothing else to set up.</source>
        <translation>Mit einer Datenbank in Ihrem eigenen Ordner; sonst ist nichts einzurichten.</translation>
    </message>
    <message>
        <source>Sign in to the gateway on this computer</source>
        <translation>Beim Gateway auf diesem Rechner anmelden</translation>
    </message>
    <message>
        <source>Forgot your password?</source>
        <translation>Passwort vergessen?</translation>
    </message>
    <message>
        <source>The new password is set. Sign in with it.</source>
        <translation>Das neue Passwort gilt. Melden Sie sich damit an.</translation>
    </message>
    <message>
        <source>Create an account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Your address is confirmed. Sign in with your password.</source>
        <translation>Ihre Adresse ist bestätigt. Melden Sie sich mit Ihrem Passwort an.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Create an account with an invitation</source>
        <translation>Mit einer Einladung ein Konto anlegen</translation>
    </message>
    <message>
        <source>Accounts are made by who runs this server.</source>
        <translation>Konten legt an, wer diesen Server betreibt.</translation>
    </message>
</context>
<context>
    <name>DataTable</name>
    <message>
        <source>Request %1</source>
        <translation>Anfrage %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Nochmals versuchen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alle auswählen</translation>
    </message>
    <message>
        <source>Sort by %1</source>
        <translation>Nach %1 sortieren</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>%1 of the %2 loaded rows match</source>
        <translation>%1 der %2 geladenen Zeilen passen</translation>
    </message>
    <message>
        <source>The newest %1 are loaded; more come as you scroll</source>
        <translation>Die neuesten %1 sind geladen; beim Blättern kommen mehr</translation>
    </message>
    <message>
        <source>Load more</source>
        <translation>Mehr laden</translation>
    </message>
    <message>
        <source>Rows %1 to %2 are loaded; the others come as you scroll</source>
        <translation>Die Zeilen %1 bis %2 sind geladen; die übrigen kommen beim Blättern</translation>
    </message>
    <message>
        <source>Load earlier</source>
        <translation>Frühere laden</translation>
    </message>
    <message>
        <source>The newest %1 that match are loaded; more come as you scroll</source>
        <translation>Die neuesten %1 Treffer sind geladen; beim Blättern kommen weitere</translation>
    </message>
    <message>
        <source>All %1 loaded rows are selected.</source>
        <translation>Alle %1 geladenen Zeilen sind gewählt.</translation>
    </message>
    <message>
        <source>All %1 that match are selected.</source>
        <translation>Alle %1 passenden sind gewählt.</translation>
    </message>
    <message>
        <source>All that match are selected.</source>
        <translation>Alle passenden sind gewählt.</translation>
    </message>
    <message>
        <source>Select all %1 that match</source>
        <translation>Alle %1 passenden wählen</translation>
    </message>
    <message>
        <source>Select all that match</source>
        <translation>Alle passenden wählen</translation>
    </message>
    <message>
        <source>Clear selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>The newest %1 of %2 are loaded; more come as you scroll</source>
        <translation>Die neuesten %1 von %2 sind geladen; weitere kommen beim Blättern</translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>d MMM, HH:mm</source>
        <extracomment>A day with its time, and one of another year, in the letters of QLocale</extracomment>
        <translation>d. MMM, HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>MMMM yyyy</source>
        <extracomment>A month and its year, in the letters of QLocale</extracomment>
        <translation>MMMM yyyy</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm:ss</source>
        <extracomment>A moment with its day, in the letters of QLocale</extracomment>
        <translation>d. MMM yyyy, HH:mm:ss</translation>
    </message>
</context>
<context>
    <name>ExportButton</name>
    <message>
        <source>%1 rows written to %2</source>
        <translation>%1 Zeilen geschrieben nach %2</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 Zeilen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>All rows that the filters find (Ctrl+E)</source>
        <translation>Alle Zeilen, die die Filter finden (Strg+E)</translation>
    </message>
</context>
<context>
    <name>FactList</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>FailoverCard</name>
    <message>
        <source>Asked from top to bottom</source>
        <translation>Von oben nach unten</translation>
    </message>
    <message>
        <source>Failover order</source>
        <translation>Ausweichreihenfolge</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>No endpoint serves %1.</source>
        <translation>Kein Endpunkt bedient %1.</translation>
    </message>
    <message>
        <source>Failover order of %1</source>
        <translation>Ausweichreihenfolge von %1</translation>
    </message>
    <message>
        <source>%1. %2, %3, %4</source>
        <translation>%1. %2, %3, %4</translation>
    </message>
    <message>
        <source>Drag, or move with Alt+↑ and Alt+↓. A priority belongs to the endpoint: its other models follow it.</source>
        <translation>Ziehen, oder mit Alt+↑ und Alt+↓ verschieben. Eine Priorität gehört dem Endpunkt: Sie gilt auch für seine anderen Modelle.</translation>
    </message>
</context>
<context>
    <name>FieldInput</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
</context>
<context>
    <name>FileChooser</name>
    <message>
        <source>JSON (%1)</source>
        <translation>JSON (%1)</translation>
    </message>
    <message>
        <source>All files (%1)</source>
        <translation>Alle Dateien (%1)</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Take away the filter %1: %2</source>
        <translation>Den Filter %1 wegnehmen: %2</translation>
    </message>
</context>
<context>
    <name>FirstStepsCard</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Don&apos;t show this any more</source>
        <translation>Nicht mehr anzeigen</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: erledigt</translation>
    </message>
    <message>
        <source>What a new gateway needs</source>
        <translation>Was ein neues Gateway braucht</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>What you typed isn&apos;t saved.</source>
        <translation>Die Eingaben sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>Optional</source>
        <translation>Optional</translation>
    </message>
</context>
<context>
    <name>Forms</name>
    <message>
        <source>from %1 input tokens on %2</source>
        <translation>ab %1 Eingabe-Token %2</translation>
    </message>
    <message>
        <source>What isn&apos;t shown stays: %1.</source>
        <translation>Was hier nicht steht, bleibt: %1.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Where the key is used</source>
        <translation>Wo der Schlüssel benutzt wird</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Which it may call, between commas; all when empty</source>
        <translation>Welche er aufrufen darf, durch Komma getrennt; leer heißt alle</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>chat.completions, embeddings, images …; everything when empty</source>
        <translation>chat.completions, embeddings, images …; leer heißt alles</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Single ones or ranges; from anywhere when empty</source>
        <translation>Einzelne oder Bereiche; leer heißt von überall</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>A JSON object of your own; it comes back with the key</source>
        <translation>Ein eigenes JSON-Objekt; es kommt mit dem Schlüssel zurück</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>Neues Konto</translation>
    </message>
    <message>
        <source>A customer with a balance of their own. They get API keys next.</source>
        <translation>Ein Kunde mit eigenem Guthaben. API-Schlüssel bekommt er als Nächstes.</translation>
    </message>
    <message>
        <source>Create account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Account created</source>
        <translation>Konto angelegt</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Company or person</source>
        <translation>Firma oder Person</translation>
    </message>
    <message>
        <source>Initial balance</source>
        <translation>Anfangsguthaben</translation>
    </message>
    <message>
        <source>Booked as a top-up</source>
        <translation>Wird als Aufladung gebucht</translation>
    </message>
    <message>
        <source>Edit account</source>
        <translation>Konto bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Account saved</source>
        <translation>Konto gespeichert</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Its limits hold from the next call on</source>
        <translation>Seine Grenzen gelten ab dem nächsten Aufruf</translation>
    </message>
    <message>
        <source>Role on the gateway</source>
        <translation>Rolle am Gateway</translation>
    </message>
    <message>
        <source>What this person may do in this console</source>
        <translation>Was diese Person in dieser Konsole darf</translation>
    </message>
    <message>
        <source>None: their own account only</source>
        <translation>Keine: nur das eigene Konto</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Pricing policy</source>
        <translation>Preisregel</translation>
    </message>
    <message>
        <source>As the gateway</source>
        <translation>Wie das Gateway</translation>
    </message>
    <message>
        <source>Top up</source>
        <translation>Aufladen</translation>
    </message>
    <message>
        <source>Topped up</source>
        <translation>Aufgeladen</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>The customer reads it on the statement</source>
        <translation>Der Kunde liest sie auf dem Kontoauszug</translation>
    </message>
    <message>
        <source>Adjust the balance</source>
        <translation>Guthaben berichtigen</translation>
    </message>
    <message>
        <source>Book the adjustment</source>
        <translation>Berichtigung buchen</translation>
    </message>
    <message>
        <source>Adjustment booked</source>
        <translation>Berichtigung gebucht</translation>
    </message>
    <message>
        <source>With a minus it takes money away</source>
        <translation>Mit einem Minus wird Geld abgezogen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Stands in the ledger for good</source>
        <translation>Steht für immer im Hauptbuch</translation>
    </message>
    <message>
        <source>New API key</source>
        <translation>Neuer API-Schlüssel</translation>
    </message>
    <message>
        <source>For {title}. The secret is shown once, after it is made.</source>
        <translation>Für {title}. Das Geheimnis wird einmal gezeigt, nachdem es angelegt ist.</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>Schlüssel anlegen</translation>
    </message>
    <message>
        <source>Key created</source>
        <translation>Schlüssel angelegt</translation>
    </message>
    <message>
        <source>The secret is shown once, after it is made.</source>
        <translation>Das Geheimnis wird einmal gezeigt, nachdem es angelegt ist.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Who pays for its calls</source>
        <translation>Wer die Aufrufe bezahlt</translation>
    </message>
    <message>
        <source>Edit API key</source>
        <translation>API-Schlüssel bearbeiten</translation>
    </message>
    <message>
        <source>Key saved</source>
        <translation>Schlüssel gespeichert</translation>
    </message>
    <message>
        <source>Rotate the key</source>
        <translation>Schlüssel erneuern</translation>
    </message>
    <message>
        <source>“{title}” gets a new secret. The old one keeps working for a while, so that programs can change over.</source>
        <translation>„{title}“ bekommt ein neues Geheimnis. Das alte gilt noch eine Weile, damit Programme umgestellt werden können.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Erneuern</translation>
    </message>
    <message>
        <source>Key rotated</source>
        <translation>Schlüssel erneuert</translation>
    </message>
    <message>
        <source>The old secret works on for</source>
        <translation>Das alte Geheimnis gilt noch</translation>
    </message>
    <message>
        <source>It stops at once</source>
        <translation>Es endet sofort</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 Woche</translation>
    </message>
    <message>
        <source>New voucher</source>
        <translation>Neuer Gutschein</translation>
    </message>
    <message>
        <source>A code that becomes balance when an account redeems it.</source>
        <translation>Ein Code, der beim Einlösen zu Guthaben wird.</translation>
    </message>
    <message>
        <source>Create voucher</source>
        <translation>Gutschein anlegen</translation>
    </message>
    <message>
        <source>Voucher created</source>
        <translation>Gutschein angelegt</translation>
    </message>
    <message>
        <source>May be redeemed</source>
        <translation>Darf eingelöst werden</translation>
    </message>
    <message>
        <source>times</source>
        <translation>mal</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>For you; nobody else reads it</source>
        <translation>Für Sie; sonst liest das niemand</translation>
    </message>
    <message>
        <source>Redeem a voucher</source>
        <translation>Gutschein einlösen</translation>
    </message>
    <message>
        <source>Redeem</source>
        <translation>Einlösen</translation>
    </message>
    <message>
        <source>Voucher redeemed</source>
        <translation>Gutschein eingelöst</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Add an endpoint</source>
        <translation>Endpunkt hinzufügen</translation>
    </message>
    <message>
        <source>One base URL with its credential. The credential is sealed on the server and never shown again.</source>
        <translation>Eine Basis-URL mit ihren Zugangsdaten. Sie werden auf dem Server versiegelt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Add endpoint</source>
        <translation>Endpunkt hinzufügen</translation>
    </message>
    <message>
        <source>Endpoint added</source>
        <translation>Endpunkt hinzugefügt</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Basis-URL</translation>
    </message>
    <message>
        <source>The provider&apos;s own when empty</source>
        <translation>Leer heißt die des Anbieters</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Zugangsdaten</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>1 is asked first</source>
        <translation>1 wird zuerst gefragt</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Share among equals</source>
        <translation>Anteil unter Gleichen</translation>
    </message>
    <message>
        <source>Edit endpoint</source>
        <translation>Endpunkt bearbeiten</translation>
    </message>
    <message>
        <source>Endpoint saved</source>
        <translation>Endpunkt gespeichert</translation>
    </message>
    <message>
        <source>New credential</source>
        <translation>Neue Zugangsdaten</translation>
    </message>
    <message>
        <source>Stays as it is when empty</source>
        <translation>Leer heißt unverändert</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Aufrufe zugleich</translation>
    </message>
    <message>
        <source>May wait</source>
        <translation>Dürfen warten</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Hedge after</source>
        <translation>Zweitanfrage nach</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Add model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Model added</source>
        <translation>Modell hinzugefügt</translation>
    </message>
    <message>
        <source>Model ID</source>
        <translation>Modell-ID</translation>
    </message>
    <message>
        <source>What clients name</source>
        <translation>Wie Programme es nennen</translation>
    </message>
    <message>
        <source>Name at the provider</source>
        <translation>Name beim Anbieter</translation>
    </message>
    <message>
        <source>The same when empty</source>
        <translation>Leer heißt derselbe</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>USD / 1M</source>
        <translation>USD / 1M</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>List price</source>
        <translation>Listenpreis</translation>
    </message>
    <message>
        <source>Set the price</source>
        <translation>Preis setzen</translation>
    </message>
    <message>
        <source>Price set</source>
        <translation>Preis gesetzt</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Eingabe aus dem Cache</translation>
    </message>
    <message>
        <source>As input when empty</source>
        <translation>Leer heißt wie Eingabe</translation>
    </message>
    <message>
        <source>Edit model</source>
        <translation>Modell bearbeiten</translation>
    </message>
    <message>
        <source>Model saved</source>
        <translation>Modell gespeichert</translation>
    </message>
    <message>
        <source>Markup of {title}</source>
        <translation>Aufschlag von {title}</translation>
    </message>
    <message>
        <source>Markup saved</source>
        <translation>Aufschlag gespeichert</translation>
    </message>
    <message>
        <source>Markup</source>
        <translation>Aufschlag</translation>
    </message>
    <message>
        <source>New plan</source>
        <translation>Neuer Tarif</translation>
    </message>
    <message>
        <source>Create plan</source>
        <translation>Tarif anlegen</translation>
    </message>
    <message>
        <source>Plan created</source>
        <translation>Tarif angelegt</translation>
    </message>
    <message>
        <source>Plan ID</source>
        <translation>Tarif-ID</translation>
    </message>
    <message>
        <source>a-z, 0-9, - and _</source>
        <translation>a-z, 0-9, - und _</translation>
    </message>
    <message>
        <source>%1 is needed.</source>
        <translation>%1 fehlt.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 1250.50, with a point and no other separators.</source>
        <translation>Geben Sie einen Betrag wie 25 oder 1.250,50 ein.</translation>
    </message>
    <message>
        <source>At most 1000000 USD at once.</source>
        <translation>Höchstens 1000000 USD auf einmal.</translation>
    </message>
    <message>
        <source>Enter a whole number.</source>
        <translation>Geben Sie eine ganze Zahl ein.</translation>
    </message>
    <message>
        <source>Enter whole milliseconds, 86400000 at most.</source>
        <translation>Ganze Millisekunden eingeben, höchstens 86400000.</translation>
    </message>
    <message>
        <source>Enter a JSON object such as {&quot;team&quot;: &quot;search&quot;}, with both braces.</source>
        <translation>Ein JSON-Objekt wie {&quot;team&quot;: &quot;search&quot;} eingeben, mit beiden Klammern.</translation>
    </message>
    <message>
        <source>At most 4096 bytes of JSON.</source>
        <translation>Höchstens 4096 Bytes JSON.</translation>
    </message>
    <message>
        <source>Enter an email such as ops@customer.example.</source>
        <translation>Geben Sie eine E-Mail wie ops@customer.example ein.</translation>
    </message>
    <message>
        <source>Try again: the same booking is made once, however often it is sent.</source>
        <translation>Versuchen Sie es nochmals: Dieselbe Buchung wird nur einmal gemacht, so oft sie auch gesendet wird.</translation>
    </message>
    <message>
        <source>Without a first byte: asks a second one too</source>
        <translation>Ohne erstes Byte wird ein zweiter mitgefragt</translation>
    </message>
    <message>
        <source>as the gateway</source>
        <translation>wie das Gateway</translation>
    </message>
    <message>
        <source>Enter a day such as 2027-12-31.</source>
        <translation>Einen Tag wie 2027-12-31 eingeben.</translation>
    </message>
    <message>
        <source>%1 can be read in two ways. Write %2 or %3.</source>
        <translation>%1 kann zweierlei heißen. Schreiben Sie %2 oder %3.</translation>
    </message>
    <message>
        <source>Refund the call</source>
        <translation>Aufruf erstatten</translation>
    </message>
    <message>
        <source>Back to the account&apos;s balance, at most what was charged for it.</source>
        <translation>Zurück auf das Guthaben des Kontos, höchstens was dafür berechnet wurde.</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstatten</translation>
    </message>
    <message>
        <source>Refund booked</source>
        <translation>Erstattung gebucht</translation>
    </message>
    <message>
        <source>Refund the payment</source>
        <translation>Zahlung erstatten</translation>
    </message>
    <message>
        <source>Out of the account&apos;s balance, at most what was paid and is left.</source>
        <translation>Aus dem Guthaben des Kontos, höchstens was gezahlt wurde und noch da ist.</translation>
    </message>
    <message>
        <source>Make the invoice void</source>
        <translation>Rechnung stornieren</translation>
    </message>
    <message>
        <source>{title} keeps its number, and another may be made for the month.</source>
        <translation>{title} behält ihre Nummer, und für den Monat kann eine andere entstehen.</translation>
    </message>
    <message>
        <source>Make void</source>
        <translation>Stornieren</translation>
    </message>
    <message>
        <source>The invoice is void</source>
        <translation>Die Rechnung ist storniert</translation>
    </message>
    <message>
        <source>Stands in the audit log</source>
        <translation>Steht im Protokoll</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>In shadow</source>
        <translation>Im Schatten</translation>
    </message>
    <message>
        <source>Limits and budgets</source>
        <translation>Grenzen und Budgets</translation>
    </message>
    <message>
        <source>Limits saved</source>
        <translation>Grenzen gespeichert</translation>
    </message>
    <message>
        <source>A named set of limits. An empty field sets no limit; in shadow, one is counted but refuses nobody.</source>
        <translation>Ein benannter Satz von Grenzen. Ein leeres Feld setzt keine; im Schatten wird eine gezählt, lehnt aber niemanden ab.</translation>
    </message>
    <message>
        <source>An empty field sets no limit. In shadow, a limit is counted but refuses nobody.</source>
        <translation>Ein leeres Feld setzt keine Grenze. Im Schatten wird eine gezählt, lehnt aber niemanden ab.</translation>
    </message>
    <message>
        <source>Edit plan</source>
        <translation>Tarif bearbeiten</translation>
    </message>
    <message>
        <source>Plan saved</source>
        <translation>Tarif gespeichert</translation>
    </message>
    <message>
        <source>They hold beside those of the plan: the strictest wins.</source>
        <translation>Sie gelten neben denen des Tarifs: die strengste entscheidet.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Events are posted to it, signed</source>
        <translation>An sie gehen Ereignisse als POST, signiert</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>balance.low, budget.threshold, key.expiring, endpoint.failed, endpoint.degraded, endpoint.recovered, webhook.disabled; all when empty</source>
        <translation>balance.low, budget.threshold, key.expiring, endpoint.failed, endpoint.degraded, endpoint.recovered, webhook.disabled; alle, wenn leer</translation>
    </message>
    <message>
        <source>New webhook</source>
        <translation>Neuer Webhook</translation>
    </message>
    <message>
        <source>The secret that signs what it is told is shown once, after it is made.</source>
        <translation>Das Geheimnis, mit dem signiert wird, wird nach dem Anlegen einmal gezeigt.</translation>
    </message>
    <message>
        <source>Create webhook</source>
        <translation>Webhook anlegen</translation>
    </message>
    <message>
        <source>Webhook created</source>
        <translation>Webhook angelegt</translation>
    </message>
    <message>
        <source>New secret</source>
        <translation>Neues Geheimnis</translation>
    </message>
    <message>
        <source>{title} is signed with it from now on. The old secret is good no more.</source>
        <translation>{title} wird von nun an damit signiert. Das alte Geheimnis gilt nicht mehr.</translation>
    </message>
    <message>
        <source>Make a new secret</source>
        <translation>Neues Geheimnis erzeugen</translation>
    </message>
    <message>
        <source>The new secret</source>
        <translation>Das neue Geheimnis</translation>
    </message>
    <message>
        <source>Edit webhook</source>
        <translation>Webhook bearbeiten</translation>
    </message>
    <message>
        <source>Webhook saved</source>
        <translation>Webhook gespeichert</translation>
    </message>
    <message>
        <source>Invite somebody</source>
        <translation>Jemanden einladen</translation>
    </message>
    <message>
        <source>They register with a token that is shown once. An address gets it by mail too.</source>
        <translation>Zum Registrieren dient ein Token, das einmal gezeigt wird. Eine Adresse bekommt es auch per E-Mail.</translation>
    </message>
    <message>
        <source>Make the invitation</source>
        <translation>Einladung anlegen</translation>
    </message>
    <message>
        <source>Invitation made</source>
        <translation>Einladung angelegt</translation>
    </message>
    <message>
        <source>Only for this address; for whoever has the token when empty</source>
        <translation>Nur für diese Adresse; wenn leer, für alle, die das Token haben</translation>
    </message>
    <message>
        <source>Only an owner invites administrators and owners</source>
        <translation>Nur Inhaber laden Administratoren und Inhaber ein</translation>
    </message>
    <message>
        <source>As for everybody when empty</source>
        <translation>Wie für alle, wenn leer</translation>
    </message>
    <message>
        <source>Good for</source>
        <translation>Gilt</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Your profile</source>
        <translation>Ihr Profil</translation>
    </message>
    <message>
        <source>Profile saved</source>
        <translation>Profil gespeichert</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>As in Europe/Berlin or UTC</source>
        <translation>Etwa Europe/Berlin oder UTC</translation>
    </message>
    <message>
        <source>Change your password</source>
        <translation>Ihr Passwort ändern</translation>
    </message>
    <message>
        <source>All your other sessions end. API keys go on working.</source>
        <translation>Alle Ihre anderen Sitzungen enden. API-Schlüssel gelten weiter.</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Password changed; all other sessions have ended</source>
        <translation>Passwort geändert; alle anderen Sitzungen sind beendet</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>Jetziges Passwort</translation>
    </message>
    <message>
        <source>Empty if the account has none yet</source>
        <translation>Leer, wenn das Konto noch keines hat</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>10 characters at least</source>
        <translation>Mindestens 10 Zeichen</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>Set up the second factor</source>
        <translation>Zweiten Faktor einrichten</translation>
    </message>
    <message>
        <source>Read the picture with an authenticator app, or type the secret into it. Then enter the code that it shows.</source>
        <translation>Lesen Sie das Bild mit einer Authenticator-App ein oder tippen Sie das Geheimnis dort ab. Geben Sie dann den Code ein, den sie zeigt.</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>The second factor is on: recovery codes</source>
        <translation>Zweiter Faktor an: Wiederherstellungscodes</translation>
    </message>
    <message>
        <source>Six digits</source>
        <translation>Sechs Ziffern</translation>
    </message>
    <message>
        <source>New recovery codes</source>
        <translation>Neue Wiederherstellungscodes</translation>
    </message>
    <message>
        <source>The old ones stop working. Each new one is good for one sign-in.</source>
        <translation>Die alten gelten nicht mehr. Jeder neue gilt für eine Anmeldung.</translation>
    </message>
    <message>
        <source>Make new codes</source>
        <translation>Neue Codes erzeugen</translation>
    </message>
    <message>
        <source>Your new recovery codes</source>
        <translation>Ihre neuen Wiederherstellungscodes</translation>
    </message>
    <message>
        <source>Of your app, or a recovery code</source>
        <translation>Aus Ihrer App, oder ein Wiederherstellungscode</translation>
    </message>
    <message>
        <source>Switch off the second factor</source>
        <translation>Zweiten Faktor ausschalten</translation>
    </message>
    <message>
        <source>From now on the password alone signs you in. Its recovery codes stop working.</source>
        <translation>Von nun an genügt zur Anmeldung das Passwort. Seine Wiederherstellungscodes gelten nicht mehr.</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>The second factor is off</source>
        <translation>Der zweite Faktor ist aus</translation>
    </message>
    <message>
        <source>This isn&apos;t the same as above.</source>
        <translation>Das ist nicht dasselbe wie oben.</translation>
    </message>
    <message>
        <source>Enter a time such as 2027-12-31 14:30, of UTC.</source>
        <translation>Geben Sie eine Zeit in UTC ein, etwa 2027-12-31 14:30.</translation>
    </message>
    <message>
        <source>No call of the model that ended in this time was priced otherwise: nothing would change.</source>
        <translation>Kein Aufruf des Modells, der in dieser Zeit endete, wurde anders berechnet: Es würde sich nichts ändern.</translation>
    </message>
    <message>
        <source>Customers get back %1 and are charged %2, as far as their balances go. This can&apos;t be undone.</source>
        <translation>Kunden bekommen %1 zurück, und %2 werden abgebucht, soweit ihr Guthaben reicht. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Was</source>
        <translation>War</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Wird</translation>
    </message>
    <message numerus="yes">
        <source>%n new model(s)</source>
        <translation>
            <numerusform>%n neues Modell</numerusform>
            <numerusform>%n neue Modelle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with a new price</source>
        <translation>
            <numerusform>%n mit neuem Preis</numerusform>
            <numerusform>%n mit neuem Preis</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n as they are</source>
        <translation>
            <numerusform>%n unverändert</numerusform>
            <numerusform>%n unverändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n abgelehnt</numerusform>
            <numerusform>%n abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing would change.</source>
        <translation>Es würde sich nichts ändern.</translation>
    </message>
    <message>
        <source>New prices hold for calls from now on.</source>
        <translation>Neue Preise gelten für Aufrufe von da an.</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Correct a past price</source>
        <translation>Preis berichtigen</translation>
    </message>
    <message>
        <source>Calls that ended in this time are priced anew, by the policy and markup of their own receipts. The difference becomes an entry in the ledger. New calls keep the model&apos;s price of today.</source>
        <translation>Aufrufe, die in dieser Zeit endeten, werden neu berechnet, nach Regel und Aufschlag ihrer eigenen Belege. Der Unterschied wird ein Eintrag im Hauptbuch. Für neue Aufrufe bleibt der heutige Preis.</translation>
    </message>
    <message>
        <source>Correct the calls</source>
        <translation>Aufrufe berichtigen</translation>
    </message>
    <message>
        <source>The calls are corrected</source>
        <translation>Die Aufrufe sind berichtigt</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>The model should have been free</source>
        <translation>Das Modell hätte nichts kosten sollen</translation>
    </message>
    <message>
        <source>Right list price, input</source>
        <translation>Richtiger Listenpreis, Eingabe</translation>
    </message>
    <message>
        <source>Customers read it on their statements</source>
        <translation>Kunden lesen es auf ihren Auszügen</translation>
    </message>
    <message>
        <source>{title}. Calls are priced by the new version from then on; receipts keep naming the version they were charged by.</source>
        <translation>{title}. Von dann an gilt für Aufrufe die neue Fassung; Belege nennen weiter die Fassung, nach der abgerechnet wurde.</translation>
    </message>
    <message>
        <source>Holds from</source>
        <translation>Gilt ab</translation>
    </message>
    <message>
        <source>A time to come, such as 2027-01-31 12:00, schedules the price</source>
        <translation>Eine künftige Zeit, etwa 2027-01-31 12:00, plant den Preis</translation>
    </message>
    <message>
        <source>Add an alias</source>
        <translation>Alias hinzufügen</translation>
    </message>
    <message>
        <source>Another name that clients may call a model by, at the model&apos;s price.</source>
        <translation>Ein weiterer Name, unter dem ein Modell aufgerufen werden kann, zum Preis des Modells.</translation>
    </message>
    <message>
        <source>Add alias</source>
        <translation>Alias hinzufügen</translation>
    </message>
    <message>
        <source>Alias added</source>
        <translation>Alias hinzugefügt</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Alias</translation>
    </message>
    <message>
        <source>Change the alias</source>
        <translation>Alias ändern</translation>
    </message>
    <message>
        <source>{title} stands for this model from the next call on.</source>
        <translation>{title} steht ab dem nächsten Aufruf für dieses Modell.</translation>
    </message>
    <message>
        <source>Alias saved</source>
        <translation>Alias gespeichert</translation>
    </message>
    <message>
        <source>Import prices</source>
        <translation>Preise importieren</translation>
    </message>
    <message>
        <source>From LiteLLM&apos;s price map, model_prices_and_context_window.json. Models that aren&apos;t here yet are added, others get its price; none is removed.</source>
        <translation>Aus der Preisliste von LiteLLM, model_prices_and_context_window.json. Modelle, die es hier noch nicht gibt, kommen dazu, andere bekommen deren Preis; keines wird entfernt.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Prices imported</source>
        <translation>Preise importiert</translation>
    </message>
    <message>
        <source>Price map</source>
        <translation>Preisliste</translation>
    </message>
    <message>
        <source>A JSON file of at most 8 MB</source>
        <translation>Eine JSON-Datei von höchstens 8 MB</translation>
    </message>
    <message>
        <source>Show what would change</source>
        <translation>Zeigen, was sich ändern würde</translation>
    </message>
    <message>
        <source>The file can&apos;t be read: %1</source>
        <translation>Die Datei lässt sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>The file has more than 8 MB.</source>
        <translation>Die Datei hat mehr als 8 MB.</translation>
    </message>
    <message>
        <source>The file holds no JSON.</source>
        <translation>Die Datei enthält kein JSON.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) would be corrected. </source>
        <translation>
            <numerusform>%n Aufruf würde berichtigt. </numerusform>
            <numerusform>%n Aufrufe würden berichtigt. </numerusform>
        </translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Billing details</source>
        <translation>Rechnungsangaben</translation>
    </message>
    <message>
        <source>They stand on invoices that are made from now on; those that were made don&apos;t change.</source>
        <translation>Sie stehen auf Rechnungen, die von nun an entstehen; die es schon gibt, ändern sich nicht.</translation>
    </message>
    <message>
        <source>Billing details saved</source>
        <translation>Rechnungsangaben gespeichert</translation>
    </message>
    <message>
        <source>Tax ID</source>
        <translation>Steuernummer</translation>
    </message>
    <message>
        <source>Tax rate</source>
        <translation>Steuersatz</translation>
    </message>
    <message>
        <source>The gateway&apos;s when empty</source>
        <translation>Der des Gateways, wenn leer</translation>
    </message>
    <message>
        <source>Kept bodies</source>
        <translation>Aufbewahrte Inhalte</translation>
    </message>
    <message>
        <source>What is asked and answered with “{title}” can be kept, sealed with the gateway&apos;s key, for as long as the gateway is set to. Who reads it stands in the audit log.</source>
        <translation>Was mit „{title}“ gefragt und geantwortet wird, kann versiegelt mit dem Schlüssel des Gateways aufbewahrt werden, so lange, wie das Gateway eingestellt ist. Wer es liest, steht im Protokoll.</translation>
    </message>
    <message>
        <source>The choice holds from the next call on</source>
        <translation>Die Wahl gilt ab dem nächsten Aufruf</translation>
    </message>
    <message>
        <source>Keep requests and answers</source>
        <translation>Anfragen und Antworten aufbewahren</translation>
    </message>
    <message>
        <source>New signing secret</source>
        <translation>Neues Signaturgeheimnis</translation>
    </message>
    <message>
        <source>Requests of “{title}” can be signed with it instead of carrying the key. It is shown once; one that was made before stops working.</source>
        <translation>Anfragen von „{title}“ können damit signiert werden, statt den Schlüssel zu tragen. Es wird einmal gezeigt; ein früheres gilt nicht mehr.</translation>
    </message>
    <message>
        <source>Make a signing secret</source>
        <translation>Signaturgeheimnis erzeugen</translation>
    </message>
    <message>
        <source>The signing secret</source>
        <translation>Das Signaturgeheimnis</translation>
    </message>
    <message>
        <source>In the project “{title}”, whose account pays for its calls. The secret is shown once, after it is made.</source>
        <translation>Im Projekt „{title}“, dessen Konto seine Aufrufe bezahlt. Das Geheimnis wird einmal gezeigt, nachdem er angelegt ist.</translation>
    </message>
    <message>
        <source>Role in the project</source>
        <translation>Rolle im Projekt</translation>
    </message>
    <message>
        <source>Viewer: sees it, its usage and its keys</source>
        <translation>Betrachter: sieht Nutzung und Schlüssel</translation>
    </message>
    <message>
        <source>Member: also makes API keys</source>
        <translation>Mitglied: legt auch API-Schlüssel an</translation>
    </message>
    <message>
        <source>Members change the keys that they made; owners also budgets, members and provider keys</source>
        <translation>Mitglieder ändern die Schlüssel, die sie angelegt haben; Inhaber auch Budgets, Mitglieder und Anbieterschlüssel</translation>
    </message>
    <message>
        <source>Somebody with an account here takes part in “{title}”. The project&apos;s own account pays for the calls of all its keys.</source>
        <translation>Jemand mit einem Konto hier wirkt an „{title}“ mit. Die Aufrufe aller Schlüssel bezahlt das Konto, dem das Projekt gehört.</translation>
    </message>
    <message>
        <source>Of an account that is registered</source>
        <translation>Eines Kontos, das registriert ist</translation>
    </message>
    <message>
        <source>Change the role</source>
        <translation>Rolle ändern</translation>
    </message>
    <message>
        <source>Of {title}, from the next request on. API keys that they made go on working.</source>
        <translation>Von {title}, ab der nächsten Anfrage. API-Schlüssel, die dieses Mitglied angelegt hat, gelten weiter.</translation>
    </message>
    <message>
        <source>Role changed</source>
        <translation>Rolle geändert</translation>
    </message>
    <message>
        <source>Calls of “{title}” to models of this provider use it from the next one on. They cost nothing from the balance, and where the provider refuses the key, nothing else stands in.</source>
        <translation>Aufrufe von „{title}“ an Modelle dieses Anbieters nutzen ihn ab dem nächsten. Sie kosten nichts vom Guthaben, und wo der Anbieter den Schlüssel ablehnt, springt nichts anderes ein.</translation>
    </message>
    <message>
        <source>The project&apos;s key for the provider is stored, sealed</source>
        <translation>Der Schlüssel des Projekts für den Anbieter ist versiegelt gespeichert</translation>
    </message>
    <message>
        <source>Its API key</source>
        <translation>Sein API-Schlüssel</translation>
    </message>
    <message>
        <source>Stored sealed; only its last four characters are shown again</source>
        <translation>Versiegelt gespeichert; gezeigt werden nur seine letzten vier Zeichen</translation>
    </message>
    <message>
        <source>Replace the provider key</source>
        <translation>Anbieterschlüssel ersetzen</translation>
    </message>
    <message>
        <source>Of {title}. Calls use the new one from the next one on.</source>
        <translation>Von {title}. Aufrufe nutzen den neuen ab dem nächsten.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>A group of API keys with budgets, members and provider keys of its own. Your account pays for its calls.</source>
        <translation>Eine Gruppe von API-Schlüsseln mit eigenen Budgets, Mitgliedern und Anbieterschlüsseln. Ihr Konto bezahlt ihre Aufrufe.</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>Projekt anlegen</translation>
    </message>
    <message>
        <source>Project created</source>
        <translation>Projekt angelegt</translation>
    </message>
    <message>
        <source>Budget per day</source>
        <translation>Budget je Tag</translation>
    </message>
    <message>
        <source>Budget per week</source>
        <translation>Budget je Woche</translation>
    </message>
    <message>
        <source>Budget per month</source>
        <translation>Budget je Monat</translation>
    </message>
    <message>
        <source>Budget in total</source>
        <translation>Budget insgesamt</translation>
    </message>
    <message>
        <source>Rename the project</source>
        <translation>Projekt umbenennen</translation>
    </message>
    <message>
        <source>Project saved</source>
        <translation>Projekt gespeichert</translation>
    </message>
    <message>
        <source>Add a member</source>
        <translation>Mitglied hinzufügen</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>The member is added</source>
        <translation>Das Mitglied ist hinzugefügt</translation>
    </message>
    <message>
        <source>Add a provider key</source>
        <translation>Anbieterschlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Owner: everything, deleting it too</source>
        <translation>Inhaber: alles, auch löschen</translation>
    </message>
    <message>
        <source>Its present prices aren&apos;t known yet. Try again.</source>
        <translation>Seine jetzigen Preise sind noch nicht bekannt. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Further bounds and signatures</source>
        <translation>Weitere Schranken und Signaturen</translation>
    </message>
    <message>
        <source>Websites</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Whose pages may call with it; all when empty</source>
        <translation>Wessen Seiten damit aufrufen dürfen; leer: alle</translation>
    </message>
    <message>
        <source>After so many it is refused</source>
        <translation>Nach so vielen wird er abgewiesen</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>read, write, admin; read and write when empty</source>
        <translation>read, write, admin; leer: read und write</translation>
    </message>
    <message>
        <source>Whoever has the key administers with it</source>
        <translation>Wer den Schlüssel hat, verwaltet damit</translation>
    </message>
    <message>
        <source>None: calls models only</source>
        <translation>Keine: ruft nur Modelle auf</translation>
    </message>
    <message>
        <source>Give it a signing secret too</source>
        <translation>Auch ein Signaturgeheimnis geben</translation>
    </message>
    <message>
        <source>A request that is signed with it doesn&apos;t carry the key</source>
        <translation>Eine damit signierte Anfrage trägt den Schlüssel nicht</translation>
    </message>
    <message>
        <source>Take signed requests only</source>
        <translation>Nur signierte Anfragen annehmen</translation>
    </message>
    <message>
        <source>Requests that carry the key itself are refused</source>
        <translation>Anfragen mit dem Schlüssel selbst werden abgewiesen</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>The secret begins with it</source>
        <translation>Das Geheimnis beginnt damit</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>Signaturgeheimnis</translation>
    </message>
    <message>
        <source>Cap on its calls</source>
        <translation>Höchstzahl an Aufrufen</translation>
    </message>
    <message>
        <source>The default one</source>
        <translation>Das Standardprojekt</translation>
    </message>
    <message>
        <source>List price and the category&apos;s markup</source>
        <translation>Listenpreis mit dem Aufschlag der Kategorie</translation>
    </message>
    <message>
        <source>List price as it is</source>
        <translation>Listenpreis, wie er ist</translation>
    </message>
    <message>
        <source>The same for every token</source>
        <translation>Für jedes Token dasselbe</translation>
    </message>
    <message>
        <source>Prices of one&apos;s own</source>
        <translation>Eigene Preise</translation>
    </message>
    <message>
        <source>Every token</source>
        <translation>Jedes Token</translation>
    </message>
    <message>
        <source>Of free models too. What isn&apos;t counted in tokens costs its list price</source>
        <translation>Auch bei kostenlosen Modellen. Was nicht in Token gezählt wird, kostet seinen Listenpreis</translation>
    </message>
    <message>
        <source>Other prices</source>
        <translation>Weitere Preise</translation>
    </message>
    <message>
        <source>Other tokens cost as input or output does, anything else nothing</source>
        <translation>Andere Token kosten wie Eingabe oder Ausgabe, alles Übrige nichts</translation>
    </message>
    <message>
        <source>Nothing was called in the last 30 days to compare with.</source>
        <translation>In den letzten 30 Tagen gab es keine Aufrufe zum Vergleich.</translation>
    </message>
    <message>
        <source>The calls of the last 30 days would have brought %1 instead of %2, %3 of it margin instead of %4.</source>
        <translation>Die Aufrufe der letzten 30 Tage hätten %1 statt %2 eingebracht, davon %3 statt %4 Marge.</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>What a call costs</source>
        <translation>Was ein Aufruf kostet</translation>
    </message>
    <message>
        <source>Holds for every call from the next one on, but for accounts and models that have a policy of their own. BEAVER_PRICING says: {configured}.</source>
        <translation>Gilt ab dem nächsten Aufruf für alle, außer bei Konten und Modellen mit eigener Preisregel. BEAVER_PRICING sagt: {configured}.</translation>
    </message>
    <message>
        <source>Let it hold</source>
        <translation>Gelten lassen</translation>
    </message>
    <message>
        <source>The pricing policy holds from now on</source>
        <translation>Die Preisregel gilt ab jetzt</translation>
    </message>
    <message>
        <source>As BEAVER_PRICING says</source>
        <translation>Wie BEAVER_PRICING sagt</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Each is told once, until the balance has risen or the budget&apos;s time has begun anew.</source>
        <translation>Jede kommt einmal, bis das Guthaben wieder gestiegen ist oder die Zeit des Budgets neu beginnt.</translation>
    </message>
    <message>
        <source>Alerts saved</source>
        <translation>Benachrichtigungen gespeichert</translation>
    </message>
    <message>
        <source>Tell when the balance falls below</source>
        <translation>Melden, wenn das Guthaben fällt unter</translation>
    </message>
    <message>
        <source>As usual on this gateway when empty</source>
        <translation>Leer: wie auf diesem Gateway üblich</translation>
    </message>
    <message>
        <source>as usual</source>
        <translation>wie üblich</translation>
    </message>
    <message>
        <source>Also by mail</source>
        <translation>Auch per E-Mail</translation>
    </message>
    <message>
        <source>Webhooks are told anyway</source>
        <translation>Webhooks erfahren es trotzdem</translation>
    </message>
    <message>
        <source>Make an invoice</source>
        <translation>Rechnung erstellen</translation>
    </message>
    <message>
        <source>Of what an account was charged in a month that is over. It happens by itself soon after the month&apos;s end; this makes one that is missing, or anew after one that is void.</source>
        <translation>Über das, was einem Konto in einem abgelaufenen Monat berechnet wurde. Bald nach Monatsende geschieht das von selbst; hiermit entsteht eine, die fehlt, oder eine neue nach einer ungültigen.</translation>
    </message>
    <message>
        <source>Make the invoice</source>
        <translation>Rechnung erstellen</translation>
    </message>
    <message>
        <source>Invoice made</source>
        <translation>Rechnung erstellt</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>vouchers</source>
        <translation>Gutscheine</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>Gültig bis</translation>
    </message>
    <message>
        <source>Revoke all keys</source>
        <translation>Alle Schlüssel widerrufen</translation>
    </message>
    <message>
        <source>{title}. Programs that use its keys are refused from then on, and a revoked key never works again.</source>
        <translation>{title}. Programme, die seine Schlüssel verwenden, werden von da an abgewiesen, und ein widerrufener Schlüssel gilt nie wieder.</translation>
    </message>
    <message>
        <source>Revoke them all</source>
        <translation>Alle widerrufen</translation>
    </message>
    <message>
        <source>The keys are revoked</source>
        <translation>Die Schlüssel sind widerrufen</translation>
    </message>
    <message>
        <source>It has no key that works.</source>
        <translation>Es hat keinen Schlüssel, der gilt.</translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) would be revoked.</source>
        <translation>
            <numerusform>%n Schlüssel würde widerrufen.</numerusform>
            <numerusform>%n Schlüssel würden widerrufen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Confirm your address</source>
        <translation>Adresse bestätigen</translation>
    </message>
    <message>
        <source>A mail with a link went to {email}. Open the link, or paste it here.</source>
        <translation>Eine E-Mail mit einem Link ging an {email}. Öffnen Sie den Link oder fügen Sie ihn hier ein.</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Your address is confirmed</source>
        <translation>Ihre Adresse ist bestätigt</translation>
    </message>
    <message>
        <source>Link or token</source>
        <translation>Link oder Token</translation>
    </message>
    <message>
        <source>Both stand in the mail</source>
        <translation>Beides steht in der E-Mail</translation>
    </message>
    <message>
        <source>Upper cut of {title}</source>
        <translation>Obere Grenze von {title}</translation>
    </message>
    <message>
        <source>Cut saved</source>
        <translation>Grenze gespeichert</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <source>From 1 to 99, between the categories beside it</source>
        <translation>Von 1 bis 99, zwischen den Kategorien daneben</translation>
    </message>
    <message>
        <source>As for everybody</source>
        <translation>Wie für alle</translation>
    </message>
    <message>
        <source>Only an owner makes administrators and owners</source>
        <translation>Nur Eigentümer ernennen Administratoren und Eigentümer</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>Erstes Passwort</translation>
    </message>
    <message>
        <source>10 characters at least. Without one they set theirs with “Forgot your password?” when they sign in.</source>
        <translation>Mindestens 10 Zeichen. Ohne eines legen sie ihres bei der Anmeldung mit „Passwort vergessen?“ fest.</translation>
    </message>
    <message>
        <source>Where its days and months begin, as in Europe/Berlin or UTC</source>
        <translation>Wo Tage und Monate beginnen, etwa Europe/Berlin oder UTC</translation>
    </message>
    <message>
        <source>Load, time-outs and headers</source>
        <translation>Last, Fristen und Header</translation>
    </message>
    <message>
        <source>Calls beyond those at once</source>
        <translation>Aufrufe über die gleichzeitigen hinaus</translation>
    </message>
    <message>
        <source>What its calls cost you</source>
        <translation>Was die Aufrufe Sie kosten</translation>
    </message>
    <message>
        <source>Of the list price; where routing goes by cost</source>
        <translation>Vom Listenpreis; wo nach Kosten verteilt wird</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Go with each call, one on a line; anybody who sees the endpoint sees them</source>
        <translation>Gehen mit jedem Aufruf mit, einer je Zeile; wer den Endpunkt sieht, sieht auch sie</translation>
    </message>
    <message>
        <source>Between commas; * for all of the provider&apos;s; gpt-4o=my-deployment for one that has another name there</source>
        <translation>Durch Kommas getrennt; * für alle des Anbieters; gpt-4o=my-deployment für eines, das dort anders heißt</translation>
    </message>
    <message>
        <source>Enter each header on a line of its own, as X-Team: search.</source>
        <translation>Geben Sie jeden Header in einer eigenen Zeile ein, etwa X-Team: search.</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Bezug</translation>
    </message>
    <message>
        <source>The call or payment that it is about</source>
        <translation>Der Aufruf oder die Zahlung, um die es geht</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Benutzername</translation>
    </message>
    <message>
        <source>Name, aliases and what it can do</source>
        <translation>Name, Aliasse und Fähigkeiten</translation>
    </message>
    <message>
        <source>The ID when empty</source>
        <translation>Leer: die ID</translation>
    </message>
    <message>
        <source>Aliases</source>
        <translation>Aliasse</translation>
    </message>
    <message>
        <source>Other names that clients may call it by, between commas</source>
        <translation>Weitere Namen, unter denen Clients es aufrufen, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Nimmt</translation>
    </message>
    <message>
        <source>Text alone when empty</source>
        <translation>Leer: nur Text</translation>
    </message>
    <message>
        <source>Makes</source>
        <translation>Erzeugt</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <source>tools, json_object, json_schema, reasoning, cache, web_search …</source>
        <translation>tools, json_object, json_schema, reasoning, cache, web_search …</translation>
    </message>
    <message>
        <source>Calls cost nothing</source>
        <translation>Aufrufe kosten nichts</translation>
    </message>
    <message>
        <source>Send a test mail</source>
        <translation>Test-E-Mail senden</translation>
    </message>
    <message>
        <source>It says that the gateway can send mail. The list below shows what became of it.</source>
        <translation>Sie sagt, dass das Gateway E-Mails senden kann. Was aus ihr wurde, zeigt die Liste.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>A test mail is queued</source>
        <translation>Eine Test-E-Mail ist eingereiht</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>You when empty</source>
        <translation>Leer: an Sie</translation>
    </message>
    <message>
        <source>Connected within</source>
        <translation>Verbunden binnen</translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation>Erstes Byte binnen</translation>
    </message>
    <message>
        <source>Silence at most</source>
        <translation>Stille höchstens</translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation>Ganzer Aufruf binnen</translation>
    </message>
    <message>
        <source>No model would move.</source>
        <translation>Kein Modell würde wechseln.</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) would move at the next recalculation.</source>
        <translation>
            <numerusform>%n Modell würde bei der nächsten Neuberechnung wechseln.</numerusform>
            <numerusform>%n Modelle würden bei der nächsten Neuberechnung wechseln.</numerusform>
        </translation>
    </message>
    <message>
        <source>Holds for every model of the category from the next call on. What it would have meant for the last 30 days is shown before.</source>
        <translation>Gilt ab dem nächsten Aufruf für jedes Modell der Kategorie. Vorher wird gezeigt, was es in den letzten 30 Tagen bedeutet hätte.</translation>
    </message>
    <message>
        <source>Models up to this percentile of all list prices belong to it, or to a cheaper one. They move at the next recalculation. What would move, and what that would have meant for the last 30 days, is shown before.</source>
        <translation>Modelle bis zu diesem Perzentil aller Listenpreise gehören dazu oder zu einer günstigeren. Sie wechseln bei der nächsten Neuberechnung. Vorher wird gezeigt, was wechseln würde und was das in den letzten 30 Tagen bedeutet hätte.</translation>
    </message>
    <message>
        <source>Save and recalculate…</source>
        <translation>Speichern und neu berechnen …</translation>
    </message>
    <message>
        <source>Restore an earlier price</source>
        <translation>Einen früheren Preis wiederherstellen</translation>
    </message>
    <message>
        <source>{title}, as of {since}. It becomes a new version: the history stays as it is, and calls that are over keep what they cost.</source>
        <translation>{title}, Stand {since}. Daraus wird eine neue Fassung: Der Verlauf bleibt, wie er ist, und beendete Aufrufe kosten, was sie gekostet haben.</translation>
    </message>
    <message>
        <source>Restore the price</source>
        <translation>Preis wiederherstellen</translation>
    </message>
    <message>
        <source>The earlier price is restored</source>
        <translation>Der frühere Preis gilt wieder</translation>
    </message>
    <message>
        <source>Change the plan</source>
        <translation>Tarif ändern</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Set the pricing policy</source>
        <translation>Preisregel setzen</translation>
    </message>
    <message>
        <source>Add credit</source>
        <translation>Guthaben geben</translation>
    </message>
    <message>
        <source>To each of them</source>
        <translation>Jedem von ihnen</translation>
    </message>
    <message>
        <source>Somebody else made it: %1</source>
        <translation>Jemand anders hat es geändert in: %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
</context>
<context>
    <name>FreshBadge</name>
    <message>
        <source>From %1</source>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>Live, %1</source>
        <translation>Live, %1</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>Stand %1</translation>
    </message>
    <message>
        <source>The last try brought nothing: %1</source>
        <translation>Der letzte Versuch brachte nichts: %1</translation>
    </message>
    <message>
        <source>Nothing newer came since then.</source>
        <translation>Seitdem kam nichts Neueres.</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Redeem a voucher</source>
        <translation>Gutschein einlösen</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Spend by model</source>
        <translation>Ausgaben nach Modell</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>By model, last 30 days; press a bar for its calls</source>
        <translation>Nach Modell, letzte 30 Tage; ein Balken führt zu seinen Aufrufen</translation>
    </message>
    <message>
        <source>Refresh (R)</source>
        <translation>Neu laden (R)</translation>
    </message>
    <message>
        <source>The balance couldn&apos;t be loaded</source>
        <translation>Das Guthaben konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>The usage couldn&apos;t be loaded</source>
        <translation>Die Nutzung konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Nothing was called in the last 30 days. Make an API key for your programs, or ask a model in the playground.</source>
        <translation>In den letzten 30 Tagen wurde nichts aufgerufen. Legen Sie einen API-Schlüssel für Ihre Programme an oder fragen Sie ein Modell in der Spielwiese.</translation>
    </message>
    <message>
        <source>Go to the playground</source>
        <translation>Zur Spielwiese</translation>
    </message>
</context>
<context>
    <name>KeyHistory</name>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Rotated</source>
        <translation>Erneuert</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>New signing secret</source>
        <translation>Neues Signaturgeheimnis</translation>
    </message>
    <message>
        <source>Kept bodies chosen</source>
        <translation>Aufbewahrung gewählt</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Search by name, key or account</source>
        <translation>Name, Schlüssel, Konto</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Search by name or key</source>
        <translation>Nach Name oder Schlüssel suchen</translation>
    </message>
    <message>
        <source>Revoke unused…</source>
        <translation>Ungenutzte widerrufen …</translation>
    </message>
    <message>
        <source>Of all that match, those that nobody used for 90 days</source>
        <translation>Von allen passenden die, die seit 90 Tagen niemand benutzt hat</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
</context>
<context>
    <name>KpiCard</name>
    <message>
        <source>vs. before</source>
        <translation>gegen vorher</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1&#xa0;%</translation>
    </message>
</context>
<context>
    <name>LatencyCard</name>
    <message>
        <source>Time to the first byte, share of each hour&apos;s calls, last 24 h</source>
        <translation>Zeit bis zum ersten Byte, Anteil an den Aufrufen der Stunde, letzte 24 h</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>As soon as calls are answered, you see here how fast.</source>
        <translation>Sobald Aufrufe beantwortet werden, steht hier, wie schnell.</translation>
    </message>
    <message>
        <source>No calls in the last 24 hours</source>
        <translation>Keine Aufrufe in den letzten 24 Stunden</translation>
    </message>
</context>
<context>
    <name>LedgerBadge</name>
    <message>
        <source>Ledger proved</source>
        <translation>Hauptbuch bewiesen</translation>
    </message>
    <message>
        <source>Ledger broken</source>
        <translation>Hauptbuch fehlerhaft</translation>
    </message>
    <message>
        <source>Checking the ledger…</source>
        <translation>Hauptbuch wird geprüft…</translation>
    </message>
    <message>
        <source>Ledger unknown</source>
        <translation>Hauptbuch ungeprüft</translation>
    </message>
    <message>
        <source>The ledger adds up</source>
        <translation>Das Hauptbuch geht auf</translation>
    </message>
    <message>
        <source>The ledger doesn&apos;t add up</source>
        <translation>Das Hauptbuch geht nicht auf</translation>
    </message>
    <message>
        <source>The server is adding up its ledger</source>
        <translation>Der Server rechnet sein Hauptbuch nach</translation>
    </message>
    <message>
        <source>The ledger couldn&apos;t be checked</source>
        <translation>Das Hauptbuch ließ sich nicht prüfen</translation>
    </message>
    <message>
        <source>Every entry, every balance and the chain over all entries were computed anew and agree.</source>
        <translation>Jede Buchung, jedes Guthaben und die Kette über alle Buchungen wurden neu gerechnet und stimmen überein.</translation>
    </message>
    <message>
        <source>Don&apos;t book anything until this is explained. A backup is the first thing to take.</source>
        <translation>Buchen Sie nichts, bevor das geklärt ist. Als Erstes ist eine Sicherung fällig.</translation>
    </message>
    <message>
        <source>Sum of all entries</source>
        <translation>Summe aller Buchungen</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Buchungen</translation>
    </message>
    <message>
        <source>Open holds</source>
        <translation>Offene Reservierungen</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Reserviert</translation>
    </message>
    <message>
        <source>Chain head</source>
        <translation>Ende der Kette</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Nochmals prüfen</translation>
    </message>
</context>
<context>
    <name>LimitsPage</name>
    <message>
        <source>Limits &amp; plans</source>
        <translation>Grenzen &amp; Tarife</translation>
    </message>
    <message>
        <source>New plan</source>
        <translation>Neuer Tarif</translation>
    </message>
    <message>
        <source>No limits</source>
        <translation>Keine Grenzen</translation>
    </message>
    <message>
        <source>Who is near a limit</source>
        <translation>Wer nahe an einer Grenze ist</translation>
    </message>
    <message>
        <source>In shadow, a limit is counted but not enforced</source>
        <translation>Im Schatten wird eine Grenze gezählt, aber nicht durchgesetzt</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>What you are under, and how far it is used</source>
        <translation>Was für Sie gilt, und wie weit es genutzt ist</translation>
    </message>
    <message>
        <source>No plan yet: what accounts may call has no limits.</source>
        <translation>Noch kein Tarif: Was Konten aufrufen, ist unbegrenzt.</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>The gateway on this computer has stopped.</source>
        <translation>Das Gateway auf diesem Rechner läuft nicht mehr.</translation>
    </message>
</context>
<context>
    <name>Money</name>
    <message>
        <source>$%1</source>
        <extracomment>An amount of US dollars</extracomment>
        <translation>%1&#xa0;$</translation>
    </message>
    <message>
        <source> USD for a million</source>
        <translation> USD je Million</translation>
    </message>
</context>
<context>
    <name>Navigator</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Usage &amp; logs</source>
        <translation>Verbrauch &amp; Protokolle</translation>
    </message>
    <message>
        <source>Providers &amp; servers</source>
        <translation>Anbieter &amp; Server</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Limits &amp; plans</source>
        <translation>Grenzen &amp; Tarife</translation>
    </message>
    <message>
        <source>Models &amp; pricing</source>
        <translation>Modelle &amp; Preise</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Spielwiese</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Revenue</source>
        <translation>Umsatz</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
</context>
<context>
    <name>Number</name>
    <message>
        <source>%1k</source>
        <extracomment>So many thousand, as short as a chart&apos;s axis has it</extracomment>
        <translation>%1&#xa0;Tsd.</translation>
    </message>
    <message>
        <source>%1M</source>
        <extracomment>So many million</extracomment>
        <translation>%1&#xa0;Mio.</translation>
    </message>
    <message>
        <source>%1B</source>
        <extracomment>So many thousand million</extracomment>
        <translation>%1&#xa0;Mrd.</translation>
    </message>
    <message>
        <source>%1%</source>
        <extracomment>A share in percent</extracomment>
        <translation>%1&#xa0;%</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 T</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 T</translation>
    </message>
    <message>
        <source>Refresh (R)</source>
        <translation>Neu laden (R)</translation>
    </message>
    <message>
        <source>What calls were charged, in USD</source>
        <translation>Was Aufrufe kosteten, in USD</translation>
    </message>
    <message>
        <source>Revenue by provider</source>
        <translation>Umsatz nach Anbieter</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>Endpunkte</translation>
    </message>
    <message>
        <source>None yet: only the built-in models answer.</source>
        <translation>Noch keine: Nur die eingebauten Modelle antworten.</translation>
    </message>
    <message>
        <source>By cause</source>
        <translation>Nach Ursache</translation>
    </message>
    <message>
        <source>Failed requests</source>
        <translation>Gescheiterte Anfragen</translation>
    </message>
    <message>
        <source>Failed requests by cause</source>
        <translation>Gescheiterte Anfragen nach Ursache</translation>
    </message>
    <message>
        <source>By revenue</source>
        <translation>Nach Umsatz</translation>
    </message>
    <message>
        <source>Top models</source>
        <translation>Stärkste Modelle</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n offen</numerusform>
            <numerusform>%n offen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Top accounts</source>
        <translation>Stärkste Konten</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Nothing in this time</source>
        <translation>Nichts in dieser Zeit</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>By revenue, last 30 days</source>
        <translation>Nach Umsatz, letzte 30 Tage</translation>
    </message>
    <message>
        <source>Revenue</source>
        <translation>Umsatz</translation>
    </message>
    <message>
        <source>Refresh every 10 s</source>
        <translation>Alle 10 s neu laden</translation>
    </message>
    <message>
        <source>Refresh every minute</source>
        <translation>Jede Minute neu laden</translation>
    </message>
    <message>
        <source>Refresh by hand</source>
        <translation>Von Hand neu laden</translation>
    </message>
    <message>
        <source>Refreshing and cards</source>
        <translation>Neuladen und Karten</translation>
    </message>
    <message>
        <source>The charts are those of an earlier answer</source>
        <translation>Die Diagramme sind die einer früheren Antwort</translation>
    </message>
    <message>
        <source>The charts couldn&apos;t be loaded</source>
        <translation>Die Diagramme konnten nicht geladen werden</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Revenue by model</source>
        <translation>Umsatz nach Modell</translation>
    </message>
    <message>
        <source>Revenue by category</source>
        <translation>Umsatz nach Kategorie</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
    </message>
</context>
<context>
    <name>OwnDeletionDialog</name>
    <message>
        <source>Your keys stop working at once, and what is left of your balance is lost. Your name and email are erased; the ledger keeps its lines. This can&apos;t be undone.</source>
        <translation>Ihre Schlüssel gelten sofort nicht mehr, und was vom Guthaben übrig ist, geht verloren. Name und E-Mail werden gelöscht; das Hauptbuch behält seine Zeilen. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Delete your account?</source>
        <translation>Ihr Konto löschen?</translation>
    </message>
    <message>
        <source>Type %1 to confirm</source>
        <translation>Zur Bestätigung %1 eingeben</translation>
    </message>
    <message>
        <source>Empty if the account has none</source>
        <translation>Leer, wenn das Konto keines hat</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete the account</source>
        <translation>Konto löschen</translation>
    </message>
</context>
<context>
    <name>PageState</name>
    <message>
        <source>No row fits the search and the filters.</source>
        <translation>Keine Zeile passt zu Suche und Filtern.</translation>
    </message>
    <message>
        <source>Your role doesn&apos;t allow this. An owner of the gateway can change it.</source>
        <translation>Ihre Rolle erlaubt das nicht. Ein Inhaber des Gateways kann das ändern.</translation>
    </message>
    <message>
        <source>Request %1</source>
        <translation>Anfrage %1</translation>
    </message>
    <message>
        <source>Next try in %1 s.</source>
        <translation>Nächster Versuch in %1 s.</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Kein Treffer</translation>
    </message>
    <message>
        <source>Not for your role</source>
        <translation>Nicht für Ihre Rolle</translation>
    </message>
    <message>
        <source>This couldn&apos;t be loaded</source>
        <translation>Das ließ sich nicht laden</translation>
    </message>
    <message>
        <source>The server is out of reach</source>
        <translation>Der Server ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Nochmals versuchen</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>What was asked for, what came back and by which server, for whoever helps you</source>
        <translation>Was gefragt wurde, was zurückkam und von welchem Server – für den, der hilft</translation>
    </message>
</context>
<context>
    <name>PasswordResetDialog</name>
    <message>
        <source>If %1 is the address of an account, a mail with a token is on its way. It is good for an hour. Setting a password ends all sign-ins of the account.</source>
        <translation>Wenn %1 die Adresse eines Kontos ist, ist eine E-Mail mit einem Token unterwegs. Es gilt eine Stunde. Ein neues Passwort beendet alle Anmeldungen des Kontos.</translation>
    </message>
    <message>
        <source>%1 sends a mail with a token to set a new one.</source>
        <translation>%1 schickt eine E-Mail mit einem Token für ein neues.</translation>
    </message>
    <message>
        <source>Set a new password</source>
        <translation>Neues Passwort festlegen</translation>
    </message>
    <message>
        <source>Forgot your password?</source>
        <translation>Passwort vergessen?</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>10 characters at least</source>
        <translation>Mindestens 10 Zeichen</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Neues Passwort, noch einmal</translation>
    </message>
    <message>
        <source>Ask for another mail</source>
        <translation>Noch eine E-Mail anfordern</translation>
    </message>
    <message>
        <source>I have a token</source>
        <translation>Ich habe ein Token</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Set the password</source>
        <translation>Passwort festlegen</translation>
    </message>
    <message>
        <source>Send the mail</source>
        <translation>E-Mail schicken</translation>
    </message>
    <message>
        <source>Both stand in the mail</source>
        <translation>Beides steht in der E-Mail</translation>
    </message>
    <message>
        <source>Link or token</source>
        <translation>Link oder Token</translation>
    </message>
</context>
<context>
    <name>PictureDialog</name>
    <message>
        <source>Pictures (%1)</source>
        <translation>Bilder (%1)</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>Bilder anhängen</translation>
    </message>
</context>
<context>
    <name>PictureStrip</name>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Playground</source>
        <translation>Spielwiese</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>One more model beside</source>
        <translation>Ein weiteres Modell daneben</translation>
    </message>
    <message>
        <source>Get code</source>
        <translation>Code holen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Code copied</source>
        <translation>Code kopiert</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Send a message…</source>
        <translation>Nachricht senden…</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 Token/s</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter begins a new line</source>
        <translation>Eingabe sendet, Umschalt+Eingabe beginnt eine neue Zeile</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Call with the key</source>
        <translation>Mit dem Schlüssel aufrufen</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemprompt</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Max tokens</source>
        <translation>Höchstens Token</translation>
    </message>
    <message>
        <source>The last answer</source>
        <translation>Die letzte Antwort</translation>
    </message>
    <message>
        <source>What it cost and how long it took stands here.</source>
        <translation>Was sie kostete und wie lange sie dauerte, steht hier.</translation>
    </message>
    <message>
        <source>The next request of the first conversation; set BEAVER_API_KEY to one of your keys.</source>
        <translation>Die nächste Anfrage der ersten Unterhaltung; setzen Sie BEAVER_API_KEY auf einen Ihrer Schlüssel.</translation>
    </message>
    <message>
        <source>The same from your program</source>
        <translation>Dasselbe aus Ihrem Programm</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Top up…</source>
        <translation>Aufladen…</translation>
    </message>
    <message>
        <source>Redeem a voucher…</source>
        <translation>Gutschein einlösen…</translation>
    </message>
    <message>
        <source>Paid by this key&apos;s account, with its limits; empty: by you</source>
        <translation>Das Konto dieses Schlüssels zahlt, mit dessen Grenzen; leer: Sie</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>Gesichert als %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>As Markdown, into the download folder</source>
        <translation>Als Markdown in den Download-Ordner</translation>
    </message>
    <message>
        <source>Attach pictures (Ctrl+O); paste or drop them too</source>
        <translation>Bilder anhängen (Strg+O); auch durch Einfügen oder Hineinziehen</translation>
    </message>
    <message>
        <source>The model takes no pictures</source>
        <translation>Das Modell nimmt keine Bilder an</translation>
    </message>
    <message>
        <source>Drop the pictures to attach them</source>
        <translation>Bilder loslassen, um sie anzuhängen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Open it in the log</source>
        <translation>Im Protokoll öffnen</translation>
    </message>
</context>
<context>
    <name>PolicyButton</name>
    <message>
        <source>The policy couldn&apos;t be read.</source>
        <translation>Die Preisregel konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The markups below don&apos;t count while it holds.</source>
        <translation>Die Aufschläge unten zählen nicht, solange sie gilt.</translation>
    </message>
</context>
<context>
    <name>PresetButton</name>
    <message>
        <source>Presets: model, system prompt and parameters</source>
        <translation>Vorlagen: Modell, Systemprompt und Parameter</translation>
    </message>
    <message>
        <source>Save as a preset…</source>
        <translation>Als Vorlage speichern …</translation>
    </message>
    <message>
        <source>Forget “%1”</source>
        <translation>„%1“ vergessen</translation>
    </message>
    <message>
        <source>The first column&apos;s model, the system prompt and the parameters as they are now, kept on this computer.</source>
        <translation>Das Modell der ersten Spalte, der Systemprompt und die Parameter, wie sie jetzt sind; auf diesem Computer aufgehoben.</translation>
    </message>
    <message>
        <source>Save as a preset</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>PriceVersions</name>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Restore this price…</source>
        <translation>Diesen Preis wiederherstellen …</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Aus Cache</translation>
    </message>
</context>
<context>
    <name>PricingPage</name>
    <message>
        <source>The new markups hold from now on</source>
        <translation>Die neuen Aufschläge gelten ab jetzt</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
    <message>
        <source>Models &amp; pricing</source>
        <translation>Modelle &amp; Preise</translation>
    </message>
    <message>
        <source>USD for a million tokens</source>
        <translation>USD je Million Token</translation>
    </message>
    <message>
        <source>Recalculate…</source>
        <translation>Neu berechnen…</translation>
    </message>
    <message>
        <source>Add model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Pricing categories</source>
        <translation>Preiskategorien</translation>
    </message>
    <message>
        <source>Models by list price</source>
        <translation>Modelle nach Listenpreis</translation>
    </message>
    <message>
        <source>Models by list price, with the cuts of the categories</source>
        <translation>Modelle nach Listenpreis, mit den Grenzen der Kategorien</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Modelle suchen</translation>
    </message>
    <message>
        <source>Simulate a price change</source>
        <translation>Preisänderung simulieren</translation>
    </message>
    <message>
        <source>Replays the last 30 days with other markups. Nothing changes until you publish.</source>
        <translation>Spielt die letzten 30 Tage mit anderen Aufschlägen durch. Nichts ändert sich, bevor Sie veröffentlichen.</translation>
    </message>
    <message>
        <source>Markup of %1</source>
        <translation>Aufschlag von %1</translation>
    </message>
    <message>
        <source>Revenue by category</source>
        <translation>Umsatz nach Kategorie</translation>
    </message>
    <message>
        <source>Nothing was called in the last 30 days.</source>
        <translation>In den letzten 30 Tagen wurde nichts aufgerufen.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>With the first priced models come their categories, each with a markup of its own.</source>
        <translation>Mit den ersten Modellen mit Preis kommen ihre Kategorien, jede mit eigenem Aufschlag.</translation>
    </message>
    <message>
        <source>Add alias</source>
        <translation>Alias hinzufügen</translation>
    </message>
    <message>
        <source>Correct a past price</source>
        <translation>Preis berichtigen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Aliases</source>
        <translation>Aliase</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Berichtigungen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Search aliases</source>
        <translation>Aliase durchsuchen</translation>
    </message>
    <message>
        <source>Search corrections</source>
        <translation>Berichtigungen durchsuchen</translation>
    </message>
    <message>
        <source>Pricing policy</source>
        <translation>Preisregel</translation>
    </message>
    <message>
        <source>Markup and cut of %1</source>
        <translation>Aufschlag und Grenze von %1</translation>
    </message>
    <message>
        <source>The mean of input and output price cuts all models at the percentiles %1.</source>
        <translation>Das Mittel aus Eingabe- und Ausgabepreis teilt alle Modelle an den Perzentilen %1.</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>A price changes</source>
        <translation>Ein Preis ändert sich</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Zurückziehen …</translation>
    </message>
</context>
<context>
    <name>ProjectDetail</name>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Mitglieder</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Provider keys</source>
        <translation>Anbieterschlüssel</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Add a member</source>
        <translation>Mitglied hinzufügen</translation>
    </message>
    <message>
        <source>Add a provider key</source>
        <translation>Anbieterschlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Days of UTC</source>
        <translation>Tage in UTC</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
</context>
<context>
    <name>ProjectsPage</name>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>Search by name or ID</source>
        <translation>Nach Name oder ID suchen</translation>
    </message>
</context>
<context>
    <name>ProvidersPage</name>
    <message numerus="yes">
        <source>%n endpoint(s)</source>
        <translation>
            <numerusform>%n Endpunkt</numerusform>
            <numerusform>%n Endpunkte</numerusform>
        </translation>
    </message>
    <message>
        <source>Providers &amp; servers</source>
        <translation>Anbieter &amp; Server</translation>
    </message>
    <message>
        <source>Check all</source>
        <translation>Alle prüfen</translation>
    </message>
    <message>
        <source>Add endpoint</source>
        <translation>Endpunkt hinzufügen</translation>
    </message>
    <message>
        <source>Search by name, provider or region</source>
        <translation>Name, Anbieter, Region</translation>
    </message>
    <message>
        <source>A call goes to the endpoints that serve its model, the lowest priority number first and by weight among equals. When one fails, is slow or full, the next is asked; a circuit that opens is tried again by itself. A paused endpoint gets no calls, a draining one ends those it has.</source>
        <translation>Ein Aufruf geht an die Endpunkte, die sein Modell bedienen, die kleinste Vorrangzahl zuerst und unter Gleichen nach Gewicht. Scheitert einer, ist er langsam oder voll, wird der nächste gefragt; ein offener Schutzschalter wird von selbst wieder probiert. Ein pausierter Endpunkt bekommt keine Aufrufe, ein auslaufender beendet, was er hat.</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>Endpunkte</translation>
    </message>
    <message>
        <source>Order &amp; latency</source>
        <translation>Reihenfolge &amp; Latenz</translation>
    </message>
</context>
<context>
    <name>RecalculationDialog</name>
    <message>
        <source>The server works out what would change.</source>
        <translation>Der Server rechnet aus, was sich ändern würde.</translation>
    </message>
    <message>
        <source>Nothing would change: every model lies in the category of its list price.</source>
        <translation>Nichts würde sich ändern: Jedes Modell liegt in der Kategorie seines Listenpreises.</translation>
    </message>
    <message>
        <source>These models would move, and their sale price with them.</source>
        <translation>Diese Modelle würden wechseln, und ihr Verkaufspreis mit ihnen.</translation>
    </message>
    <message>
        <source>Recalculate the categories</source>
        <translation>Kategorien neu berechnen</translation>
    </message>
    <message>
        <source>Categories recalculated</source>
        <translation>Kategorien neu berechnet</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
</context>
<context>
    <name>RecordFormDialog</name>
    <message>
        <source>Copy it now: it is shown this once, and can&apos;t be read again.</source>
        <translation>Kopieren Sie es jetzt: Es wird nur dieses eine Mal gezeigt und lässt sich nicht wieder lesen.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>I stored it</source>
        <translation>Ich habe es gesichert</translation>
    </message>
    <message>
        <source>QR code of the secret</source>
        <translation>QR-Code des Geheimnisses</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>Changed meanwhile by %1:</source>
        <translation>Inzwischen geändert von %1:</translation>
    </message>
    <message>
        <source>Changed by somebody else meanwhile:</source>
        <translation>Inzwischen von jemand anderem geändert:</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Überschreiben</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Ansehen</translation>
    </message>
</context>
<context>
    <name>RecordSheet</name>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Zeitablauf</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Posten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>List / 1M</source>
        <translation>Liste / 1M</translation>
    </message>
    <message>
        <source>Markup</source>
        <translation>Aufschlag</translation>
    </message>
    <message>
        <source>Sale / 1M</source>
        <translation>Verkauf / 1M</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich änderte</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Hide the JSON</source>
        <translation>JSON verbergen</translation>
    </message>
    <message>
        <source>Show the JSON</source>
        <translation>JSON zeigen</translation>
    </message>
    <message>
        <source>Price history</source>
        <translation>Preisverlauf</translation>
    </message>
    <message>
        <source>Categories it was in</source>
        <translation>Kategorien bisher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>From %1: %2 in, %3 out</source>
        <translation>Ab %1: %2 ein, %3 aus</translation>
    </message>
    <message>
        <source>From %1: %2</source>
        <translation>Ab %1: %2</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Zurückziehen …</translation>
    </message>
    <message>
        <source>What was said</source>
        <translation>Was gesagt wurde</translation>
    </message>
    <message>
        <source>Where it was kept. Reading it leaves a line in the audit log.</source>
        <translation>Soweit es aufbewahrt wurde. Wer es liest, steht im Protokoll.</translation>
    </message>
    <message>
        <source>Show request and answer</source>
        <translation>Anfrage und Antwort zeigen</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>What was done with it</source>
        <translation>Was damit geschah</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>The newest 20.</source>
        <translation>Die neuesten 20.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
</context>
<context>
    <name>RegistrationDialog</name>
    <message>
        <source>Asking %1 who may register…</source>
        <translation>%1 wird gefragt, wer sich registrieren darf …</translation>
    </message>
    <message>
        <source>At %1 nobody makes an account of their own. Ask who runs it for one.</source>
        <translation>Bei %1 legt niemand selbst ein Konto an. Bitten Sie die Betreiber um eines.</translation>
    </message>
    <message>
        <source>A mail is on its way to %1. Open its link and sign in, or paste the link here.</source>
        <translation>Eine E-Mail an %1 ist unterwegs. Öffnen Sie ihren Link und melden Sie sich an, oder fügen Sie den Link hier ein.</translation>
    </message>
    <message>
        <source>The account is there. This is its first API key, for programs that call models. It is shown once.</source>
        <translation>Das Konto ist da. Dies ist sein erster API-Schlüssel, für Programme, die Modelle aufrufen. Er wird einmal gezeigt.</translation>
    </message>
    <message>
        <source>At %1 accounts are made by invitation.</source>
        <translation>Bei %1 gibt es Konten nur auf Einladung.</translation>
    </message>
    <message>
        <source>At %1. It gets an API key and a balance of its own.</source>
        <translation>Bei %1. Es bekommt einen API-Schlüssel und ein eigenes Guthaben.</translation>
    </message>
    <message>
        <source>Confirm your address</source>
        <translation>Adresse bestätigen</translation>
    </message>
    <message>
        <source>Store your API key</source>
        <translation>API-Schlüssel aufbewahren</translation>
    </message>
    <message>
        <source>Create an account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>10 characters at least. Common passwords, rows of keys and your address are refused.</source>
        <translation>Mindestens 10 Zeichen. Verbreitete Passwörter, Tastenreihen und Ihre Adresse werden abgelehnt.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Passwort noch einmal</translation>
    </message>
    <message>
        <source>From the mail, or from whoever invited you</source>
        <translation>Aus der E-Mail oder von der Person, die Sie eingeladen hat</translation>
    </message>
    <message>
        <source>If somebody gave you one</source>
        <translation>Falls Sie eine bekommen haben</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Einladung</translation>
    </message>
    <message>
        <source>Asked for another mail. It comes if the address waits to be confirmed.</source>
        <translation>Eine weitere E-Mail ist angefordert. Sie kommt, wenn die Adresse noch zu bestätigen ist.</translation>
    </message>
    <message>
        <source>Both stand in the mail</source>
        <translation>Beides steht in der E-Mail</translation>
    </message>
    <message>
        <source>Link or token</source>
        <translation>Link oder Token</translation>
    </message>
    <message>
        <source>It is on the clipboard.</source>
        <translation>Er liegt in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Others are made on the page of your keys.</source>
        <translation>Weitere legen Sie auf der Seite Ihrer Schlüssel an.</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>I have a token</source>
        <translation>Ich habe ein Token</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Noch einmal senden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>I stored it: sign in</source>
        <translation>Aufbewahrt: anmelden</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Create account</source>
        <translation>Konto anlegen</translation>
    </message>
</context>
<context>
    <name>SavedViews</name>
    <message>
        <source>Saved views</source>
        <translation>Gespeicherte Ansichten</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>Diese Ansicht speichern…</translation>
    </message>
    <message>
        <source>Forget this view</source>
        <translation>Diese Ansicht vergessen</translation>
    </message>
    <message>
        <source>The search and the filters as they are now, kept on this computer.</source>
        <translation>Suche und Filter, wie sie jetzt sind, auf diesem Rechner aufgehoben.</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>Diese Ansicht speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>ServerButton</name>
    <message>
        <source>Staging</source>
        <translation>Staging</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Server %1</source>
        <translation>Server %1</translation>
    </message>
    <message>
        <source>Beaver %1</source>
        <translation>Beaver %1</translation>
    </message>
    <message>
        <source>Customers use this server</source>
        <translation>Kunden nutzen diesen Server</translation>
    </message>
    <message>
        <source>It is for staging</source>
        <translation>Er dient dem Staging</translation>
    </message>
    <message>
        <source>It is for tests</source>
        <translation>Er dient für Tests</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Forget all</source>
        <translation>Alle vergessen</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Settings saved</source>
        <translation>Einstellungen gespeichert</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>Diese Konsole</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Only on this computer.</source>
        <translation>Nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Ctrl+Shift+L changes it anywhere</source>
        <translation>Strg+Umschalt+L wechselt überall</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>More rows at once</source>
        <translation>Mehr Zeilen auf einmal</translation>
    </message>
    <message>
        <source>Compact rows</source>
        <translation>Dichte Zeilen</translation>
    </message>
    <message>
        <source>Nothing slides or fades</source>
        <translation>Nichts gleitet oder blendet</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Holds from the next start on</source>
        <translation>Gilt ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>Läuft nicht</translation>
    </message>
    <message>
        <source>Gateway on this computer</source>
        <translation>Gateway auf diesem Rechner</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Its data lies in %1</source>
        <translation>Seine Daten liegen in %1</translation>
    </message>
    <message>
        <source>log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Beaver Console %1</source>
        <translation>Beaver Console %1</translation>
    </message>
    <message>
        <source>Connected to %1, Beaver %2</source>
        <translation>Verbunden mit %1, Beaver %2</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License 3. Made with Qt (LGPL 3). The fonts are Inter and JetBrains Mono (SIL Open Font License 1.1), the icons Lucide (ISC).</source>
        <translation>Freie Software unter der GNU General Public License 3. Gebaut mit Qt (LGPL 3). Die Schriften sind Inter und JetBrains Mono (SIL Open Font License 1.1), die Zeichen Lucide (ISC).</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>New webhook</source>
        <translation>Neuer Webhook</translation>
    </message>
    <message>
        <source>Invite somebody</source>
        <translation>Jemanden einladen</translation>
    </message>
    <message>
        <source>Your account</source>
        <translation>Ihr Konto</translation>
    </message>
    <message>
        <source>Invitations</source>
        <translation>Einladungen</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Address, event, subject</source>
        <translation>Adresse, Ereignis, Betreff</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Your days and months begin by it: in reports, limits and invoices</source>
        <translation>Danach beginnen Ihre Tage und Monate: in Berichten, Grenzen und Rechnungen</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>You signed in with a key. Sign in with email and password to change these.</source>
        <translation>Sie sind mit einem Schlüssel angemeldet. Melden Sie sich mit E-Mail und Passwort an, um das zu ändern.</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>A change ends all your other sessions</source>
        <translation>Eine Änderung beendet alle Ihre anderen Sitzungen</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>On: a sign-in asks for a code of your app too</source>
        <translation>An: Eine Anmeldung fragt auch nach einem Code Ihrer App</translation>
    </message>
    <message>
        <source>Off: the password alone signs you in</source>
        <translation>Aus: Zur Anmeldung genügt das Passwort</translation>
    </message>
    <message>
        <source>Second factor</source>
        <translation>Zweiter Faktor</translation>
    </message>
    <message>
        <source>New recovery codes…</source>
        <translation>Neue Wiederherstellungscodes…</translation>
    </message>
    <message>
        <source>Switch off…</source>
        <translation>Ausschalten…</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>Einrichten…</translation>
    </message>
    <message>
        <source>Delete the account</source>
        <translation>Konto löschen</translation>
    </message>
    <message>
        <source>With its keys, and what is left of its balance</source>
        <translation>Mit seinen Schlüsseln und dem restlichen Guthaben</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>What newly needs attention, while this window isn&apos;t in front</source>
        <translation>Was neu Aufmerksamkeit braucht, solange dieses Fenster nicht vorn ist</translation>
    </message>
    <message>
        <source>Notifications of the desktop</source>
        <translation>Benachrichtigungen des Desktops</translation>
    </message>
    <message>
        <source>What your account is told without asking, by mail and webhooks</source>
        <translation>Was Ihr Konto ungefragt erfährt, per E-Mail und Webhooks</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Told once, until it has risen again</source>
        <translation>Einmal, bis es wieder gestiegen ist</translation>
    </message>
    <message>
        <source>Low balance</source>
        <translation>Niedriges Guthaben</translation>
    </message>
    <message>
        <source>Of the account, its projects and its keys</source>
        <translation>Des Kontos, seiner Projekte und seiner Schlüssel</translation>
    </message>
    <message>
        <source>Budgets used up</source>
        <translation>Verbrauchte Budgets</translation>
    </message>
    <message>
        <source>Webhooks are told anyway</source>
        <translation>Webhooks erfahren es trotzdem</translation>
    </message>
    <message>
        <source>By mail</source>
        <translation>Per E-Mail</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Sign out everywhere…</source>
        <translation>Überall abmelden …</translation>
    </message>
    <message>
        <source>Send a test mail…</source>
        <translation>Test-E-Mail senden …</translation>
    </message>
    <message>
        <source>Changed meanwhile by %1:</source>
        <translation>Inzwischen geändert von %1:</translation>
    </message>
    <message>
        <source>Changed by somebody else meanwhile:</source>
        <translation>Inzwischen von jemand anderem geändert:</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Überschreiben</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Link</source>
        <translation>Link</translation>
    </message>
    <message>
        <source>The server is out of reach</source>
        <translation>Der Server ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>What is shown is from %1, and nothing can be changed.</source>
        <translation>Die Anzeige ist von %1, und ändern lässt sich nichts.</translation>
    </message>
    <message>
        <source>What is shown may be old, and nothing can be changed.</source>
        <translation>Die Anzeige kann veraltet sein, und ändern lässt sich nichts.</translation>
    </message>
    <message>
        <source>Next try in %1 s.</source>
        <translation>Nächster Versuch in %1 s.</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Search and commands</source>
        <translation>Suche und Befehle</translation>
    </message>
    <message>
        <source>Search on this page</source>
        <translation>Auf dieser Seite suchen</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Usage &amp; logs</source>
        <translation>Verbrauch &amp; Protokolle</translation>
    </message>
    <message>
        <source>Providers &amp; servers</source>
        <translation>Anbieter &amp; Server</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Limits &amp; plans</source>
        <translation>Grenzen &amp; Tarife</translation>
    </message>
    <message>
        <source>Models &amp; pricing</source>
        <translation>Modelle &amp; Preise</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Spielwiese</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Anlegen</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Live tail</source>
        <translation>Mitlesen</translation>
    </message>
    <message>
        <source>Select the row</source>
        <translation>Zeile auswählen</translation>
    </message>
    <message>
        <source>Copy the row&apos;s ID</source>
        <translation>ID der Zeile kopieren</translation>
    </message>
    <message>
        <source>Open the row</source>
        <translation>Zeile öffnen</translation>
    </message>
    <message>
        <source>The row&apos;s actions</source>
        <translation>Aktionen der Zeile</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Fold the navigation</source>
        <translation>Navigation einklappen</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Next time range</source>
        <translation>Nächster Zeitraum</translation>
    </message>
    <message>
        <source>Edit the row</source>
        <translation>Die Zeile bearbeiten</translation>
    </message>
    <message>
        <source>Select rows</source>
        <translation>Zeilen auswählen</translation>
    </message>
    <message>
        <source>Navigation or page</source>
        <translation>Navigation oder Seite</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>Bilder anhängen</translation>
    </message>
    <message>
        <source>Copy a link to this page</source>
        <translation>Einen Link auf diese Seite kopieren</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Peek at the row</source>
        <translation>In die Zeile schauen</translation>
    </message>
    <message>
        <source>Select all; again: all that match</source>
        <translation>Alle wählen; noch einmal: alle passenden</translation>
    </message>
    <message>
        <source>Save the form</source>
        <translation>Formular speichern</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Search or jump to</source>
        <translation>Suchen, öffnen</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Billing clerk</source>
        <translation>Buchhaltung</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>The server is slow</source>
        <translation>Der Server ist langsam</translation>
    </message>
</context>
<context>
    <name>SpentView</name>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Spent by day</source>
        <translation>Ausgaben je Tag</translation>
    </message>
    <message>
        <source>It wasn&apos;t used in the last 30 days.</source>
        <translation>In den letzten 30 Tagen wurde nichts damit aufgerufen.</translation>
    </message>
</context>
<context>
    <name>StatementView</name>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Save as CSV</source>
        <translation>Als CSV speichern</translation>
    </message>
    <message>
        <source>statement</source>
        <translation>auszug</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Auszug</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten …</translation>
    </message>
    <message>
        <source>Stands on invoices that are made from now on</source>
        <translation>Steht auf Rechnungen, die von nun an entstehen</translation>
    </message>
    <message>
        <source>Billing details</source>
        <translation>Rechnungsangaben</translation>
    </message>
</context>
<context>
    <name>TableRow</name>
    <message>
        <source>Select %1</source>
        <translation>%1 auswählen</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>%1 · new price %2</source>
        <translation>%1 · neuer Preis %2</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Nothing is kept</source>
        <translation>Nichts ist aufbewahrt</translation>
    </message>
    <message>
        <source>Answers to calls that ask for the cache are kept for their account, and given again for nothing.</source>
        <translation>Antworten auf Anfragen, die den Cache wünschen, werden für ihr Konto aufbewahrt und kostenlos noch einmal gegeben.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Reserviert</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>No accounts yet</source>
        <translation>Noch keine Konten</translation>
    </message>
    <message>
        <source>An account has a balance and API keys. Create the first one and give it some credit.</source>
        <translation>Ein Konto hat Guthaben und API-Schlüssel. Legen Sie das erste an und geben Sie ihm etwas Guthaben.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>No API keys yet</source>
        <translation>Noch keine API-Schlüssel</translation>
    </message>
    <message>
        <source>Programs call the gateway with a key. It belongs to an account, which pays.</source>
        <translation>Programme rufen das Gateway mit einem Schlüssel auf. Er gehört einem Konto, das bezahlt.</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>No projects</source>
        <translation>Keine Projekte</translation>
    </message>
    <message>
        <source>A project groups keys and has a budget of its own.</source>
        <translation>Ein Projekt fasst Schlüssel zusammen und hat ein eigenes Budget.</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Angemeldet</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>Diese Sitzung</translation>
    </message>
    <message>
        <source>No other sessions</source>
        <translation>Keine anderen Sitzungen</translation>
    </message>
    <message>
        <source>Where you are signed in is listed here.</source>
        <translation>Hier steht, wo Sie angemeldet sind.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Balance after</source>
        <translation>Guthaben danach</translation>
    </message>
    <message>
        <source>No transactions yet</source>
        <translation>Noch keine Buchungen</translation>
    </message>
    <message>
        <source>Every top-up, charge, refund and correction becomes a line here that never changes.</source>
        <translation>Jede Aufladung, Belastung, Erstattung und Berichtigung wird hier eine Zeile, die sich nie ändert.</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>Netto</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Steuer</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Ausgestellt</translation>
    </message>
    <message>
        <source>No invoices yet</source>
        <translation>Noch keine Rechnungen</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Redeemed</source>
        <translation>Eingelöst</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>No vouchers yet</source>
        <translation>Noch keine Gutscheine</translation>
    </message>
    <message>
        <source>A voucher is a code that becomes balance when an account redeems it.</source>
        <translation>Ein Gutschein ist ein Code, der beim Einlösen zu Guthaben wird.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Noch keine Aufrufe</translation>
    </message>
    <message>
        <source>Every request to the gateway is listed here, with what it cost and who answered it.</source>
        <translation>Jede Anfrage ans Gateway steht hier, mit ihren Kosten und wer sie beantwortet hat.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>On what</source>
        <translation>Woran</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Nothing was changed yet</source>
        <translation>Noch nichts geändert</translation>
    </message>
    <message>
        <source>Every change that somebody makes is written here, before and after, and can&apos;t be taken back.</source>
        <translation>Jede Änderung wird hier festgehalten, vorher und nachher, und lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>List in</source>
        <translation>Liste ein</translation>
    </message>
    <message>
        <source>List out</source>
        <translation>Liste aus</translation>
    </message>
    <message>
        <source>Sale in</source>
        <translation>Verkauf ein</translation>
    </message>
    <message>
        <source>Sale out</source>
        <translation>Verkauf aus</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>No price</source>
        <translation>Kein Preis</translation>
    </message>
    <message>
        <source>No models</source>
        <translation>Keine Modelle</translation>
    </message>
    <message>
        <source>The catalogue is empty. Add a model or import the catalogue.</source>
        <translation>Der Katalog ist leer. Fügen Sie ein Modell hinzu oder lesen Sie den Katalog ein.</translation>
    </message>
    <message>
        <source>Last 24 h</source>
        <translation>Letzte 24 h</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>No provider endpoints</source>
        <translation>Keine Endpunkte</translation>
    </message>
    <message>
        <source>Until you add one, only the built-in models beaver/echo and beaver/lorem answer.</source>
        <translation>Bis Sie einen hinzufügen, antworten nur die eingebauten Modelle beaver/echo und beaver/lorem.</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>No plans</source>
        <translation>Keine Tarife</translation>
    </message>
    <message>
        <source>A plan is a named set of limits.</source>
        <translation>Ein Tarif ist eine benannte Menge von Grenzen.</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Enforced</source>
        <translation>Durchgesetzt</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Schatten</translation>
    </message>
    <message>
        <source>Nobody is near a limit</source>
        <translation>Niemand ist nahe an einer Grenze</translation>
    </message>
    <message>
        <source>Who has used most of a window shows up here before calls are refused.</source>
        <translation>Wer das meiste eines Fensters verbraucht hat, steht hier, bevor Aufrufe abgewiesen werden.</translation>
    </message>
    <message>
        <source>Markup</source>
        <translation>Aufschlag</translation>
    </message>
    <message>
        <source>%1 models</source>
        <translation>%1 Modelle</translation>
    </message>
    <message>
        <source>above</source>
        <translation>darüber</translation>
    </message>
    <message>
        <source>No categories</source>
        <translation>Keine Kategorien</translation>
    </message>
    <message>
        <source>Takes calls</source>
        <translation>Nimmt Aufrufe an</translation>
    </message>
    <message>
        <source>Takes none</source>
        <translation>Nimmt keine an</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Signed in nowhere</source>
        <translation>Nirgends angemeldet</translation>
    </message>
    <message>
        <source>Where this account is signed in is listed here.</source>
        <translation>Hier steht, wo dieses Konto angemeldet ist.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Failing since</source>
        <translation>Scheitert seit</translation>
    </message>
    <message>
        <source>No webhooks yet</source>
        <translation>Noch keine Webhooks</translation>
    </message>
    <message>
        <source>A webhook is told, signed, when a budget is nearly used up, a balance is low or an endpoint fails.</source>
        <translation>Ein Webhook erfährt signiert, wenn ein Budget fast verbraucht, ein Guthaben niedrig oder ein Endpunkt ausgefallen ist.</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Nächster Versuch</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>Noch nichts gesendet</translation>
    </message>
    <message>
        <source>What goes to this webhook stands here for 30 days.</source>
        <translation>Was an diesen Webhook geht, steht hier 30 Tage lang.</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Whoever has the token</source>
        <translation>Wer das Token hat</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>No invitations</source>
        <translation>Keine Einladungen</translation>
    </message>
    <message>
        <source>An invitation lets somebody register, with the role and the plan that you choose.</source>
        <translation>Mit einer Einladung kann sich jemand registrieren, mit der Rolle und dem Tarif, die Sie wählen.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>No mail went out yet</source>
        <translation>Noch keine E-Mail</translation>
    </message>
    <message>
        <source>Every mail that the gateway writes stands here, and whether it was taken.</source>
        <translation>Hier steht jede E-Mail, die das Gateway schreibt, und ob sie angenommen wurde.</translation>
    </message>
    <message>
        <source>Calls ended</source>
        <translation>Aufrufe endeten</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Charged</source>
        <translation>Abgebucht</translation>
    </message>
    <message>
        <source>Uncollected</source>
        <translation>Offen geblieben</translation>
    </message>
    <message>
        <source>No past price was corrected</source>
        <translation>Kein vergangener Preis wurde berichtigt</translation>
    </message>
    <message>
        <source>After a wrong price, a correction gives customers back what they paid too much, call by call.</source>
        <translation>Nach einem falschen Preis gibt eine Berichtigung Kunden zurück, was sie zu viel bezahlt haben, Aufruf für Aufruf.</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>Alias</translation>
    </message>
    <message>
        <source>Stands for</source>
        <translation>Steht für</translation>
    </message>
    <message>
        <source>No aliases</source>
        <translation>Keine Aliase</translation>
    </message>
    <message>
        <source>An alias is another name that clients may call a model by; it can move on to a newer one.</source>
        <translation>Ein Alias ist ein weiterer Name für ein Modell; er kann zu einem neueren weiterziehen.</translation>
    </message>
    <message>
        <source>Any failure</source>
        <translation>Jeder Fehler</translation>
    </message>
    <message>
        <source>Nothing was booked in this time</source>
        <translation>In dieser Zeit wurde nichts gebucht</translation>
    </message>
    <message>
        <source>The balance is what it was.</source>
        <translation>Das Guthaben ist, was es war.</translation>
    </message>
    <message>
        <source>Programs call the gateway with a key. The account of the project pays for those of a project.</source>
        <translation>Programme rufen das Gateway mit einem Schlüssel auf. Für die eines Projekts bezahlt dessen Konto.</translation>
    </message>
    <message>
        <source>The account&apos;s default project</source>
        <translation>Standardprojekt des Kontos</translation>
    </message>
    <message>
        <source>Makes API keys, and changes their own</source>
        <translation>Legt API-Schlüssel an und ändert die eigenen</translation>
    </message>
    <message>
        <source>Sees the project, its usage and its keys</source>
        <translation>Sieht das Projekt, seine Nutzung und seine Schlüssel</translation>
    </message>
    <message>
        <source>Your role</source>
        <translation>Ihre Rolle</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Darf</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>No members</source>
        <translation>Keine Mitglieder</translation>
    </message>
    <message>
        <source>Other accounts can take part in a project. Its own account pays for all of its calls.</source>
        <translation>Andere Konten können an einem Projekt mitwirken. Alle seine Aufrufe bezahlt sein eigenes Konto.</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>Ersetzt</translation>
    </message>
    <message>
        <source>No provider keys of its own</source>
        <translation>Keine eigenen Anbieterschlüssel</translation>
    </message>
    <message>
        <source>With its own key for a provider, the project&apos;s calls go there on that key and cost nothing from the balance.</source>
        <translation>Mit einem eigenen Schlüssel für einen Anbieter laufen die Aufrufe des Projekts dorthin über ihn und kosten nichts vom Guthaben.</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Everything, deleting it too</source>
        <translation>Alles, auch löschen</translation>
    </message>
    <message>
        <source>Begins anew</source>
        <translation>Beginnt neu</translation>
    </message>
    <message>
        <source>Of your plan</source>
        <translation>Ihres Tarifs</translation>
    </message>
    <message>
        <source>Of your account</source>
        <translation>Ihres Kontos</translation>
    </message>
    <message>
        <source>No limits</source>
        <translation>Keine Grenzen</translation>
    </message>
    <message>
        <source>Neither your plan nor your account has one. Projects and keys can have limits and budgets of their own.</source>
        <translation>Weder Ihr Tarif noch Ihr Konto hat eine. Projekte und Schlüssel können eigene Grenzen und Budgets haben.</translation>
    </message>
    <message>
        <source>Every request that is made with your API keys is listed here, with what it cost.</source>
        <translation>Jede Anfrage mit Ihren API-Schlüsseln steht hier, mit ihren Kosten.</translation>
    </message>
    <message>
        <source>%1 for a million tokens</source>
        <translation>%1 je Million Token</translation>
    </message>
    <message>
        <source>Fixed: %1</source>
        <translation>Fest: %1</translation>
    </message>
    <message>
        <source>Invoices are made by themselves when a month is over.</source>
        <translation>Rechnungen entstehen von selbst, wenn ein Monat vorbei ist.</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Nothing was refunded yet</source>
        <translation>Noch wurde nichts erstattet</translation>
    </message>
    <message>
        <source>A call is refunded to the balance, a payment out of it: from the menu of its transaction.</source>
        <translation>Ein Aufruf wird dem Guthaben gutgeschrieben, eine Zahlung ihm entnommen: über das Menü der Buchung.</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Pricing policy</source>
        <translation>Preisregel</translation>
    </message>
    <message>
        <source>Second factor</source>
        <translation>Zweiter Faktor</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Cap on its calls</source>
        <translation>Höchstzahl der Aufrufe</translation>
    </message>
</context>
<context>
    <name>ThemeButton</name>
    <message>
        <source>Theme: light</source>
        <translation>Farben: hell</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>Farben: dunkel</translation>
    </message>
    <message>
        <source>Theme: as the system</source>
        <translation>Farben: wie das System</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>UnprovedBanner</name>
    <message>
        <source>Send again</source>
        <translation>Noch einmal senden</translation>
    </message>
    <message>
        <source>Confirm…</source>
        <translation>Bestätigen …</translation>
    </message>
    <message>
        <source>Your address %1 isn&apos;t confirmed yet. A mail with a link went there.</source>
        <translation>Ihre Adresse %1 ist noch nicht bestätigt. Eine E-Mail mit einem Link ging dorthin.</translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message>
        <source>Usage &amp; logs</source>
        <translation>Verbrauch &amp; Protokolle</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 T</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 T</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Live tail</source>
        <translation>Mitlesen</translation>
    </message>
    <message>
        <source>Refresh (R)</source>
        <translation>Neu laden (R)</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Über die Zeit</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeige</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Usage over time</source>
        <translation>Verbrauch über die Zeit</translation>
    </message>
    <message>
        <source>Breakdown</source>
        <translation>Aufschlüsselung</translation>
    </message>
    <message>
        <source>%1 calls</source>
        <translation>%1 Aufrufe</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>Nothing was used in this time.</source>
        <translation>In dieser Zeit wurde nichts verbraucht.</translation>
    </message>
    <message>
        <source>Request ID, model, account</source>
        <translation>Anfrage-ID, Modell, Konto</translation>
    </message>
    <message>
        <source>Requests by outcome, last 24 hours</source>
        <translation>Anfragen nach Ausgang, letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Local time; press a bar for its calls, drag to zoom, press a name to hide it</source>
        <translation>Ortszeit; ein Balken führt zu seinen Aufrufen, Ziehen vergrößert, ein Name blendet aus</translation>
    </message>
    <message>
        <source>The calls of %1</source>
        <translation>Die Aufrufe von %1</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Request ID, model, key</source>
        <translation>Anfrage-ID, Modell, Schlüssel</translation>
    </message>
    <message>
        <source>There is more than could be added up here. A shorter time or another grouping shows all of it.</source>
        <translation>Es gibt mehr, als hier zusammengezählt werden konnte. Eine kürzere Zeit oder eine andere Gruppierung zeigt alles.</translation>
    </message>
    <message>
        <source>Only a part is shown</source>
        <translation>Nur ein Teil ist zu sehen</translation>
    </message>
    <message>
        <source>Select another call to compare</source>
        <translation>Noch einen Aufruf zum Vergleichen auswählen</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
</context>
<context>
    <name>Word</name>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Draining</source>
        <translation>Läuft aus</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Gesund</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Geschwächt</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ausgefallen</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>Halb offen</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>Ungültig</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Ausgestellt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Aus dem Cache</translation>
    </message>
    <message>
        <source>Client gone</source>
        <translation>Client weg</translation>
    </message>
    <message>
        <source>Upstream cut</source>
        <translation>Anbieter brach ab</translation>
    </message>
    <message>
        <source>Upstream error</source>
        <translation>Anbieterfehler</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Priced</source>
        <translation>Mit Preis</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>Pro</source>
        <translation>Pro</translation>
    </message>
    <message>
        <source>Enterprise</source>
        <translation>Enterprise</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Unlimited</translation>
    </message>
    <message>
        <source>Top-up</source>
        <translation>Aufladung</translation>
    </message>
    <message>
        <source>Usage</source>
        <translation>Verbrauch</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>Erstattung</translation>
    </message>
    <message>
        <source>Adjustment</source>
        <translation>Berichtigung</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Zahlung</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>Billing</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>minute</source>
        <translation>Minute</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>total</source>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Aufrufe zugleich</translation>
    </message>
    <message>
        <source>Ultra budget</source>
        <translation>Ultra Budget</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Mid range</source>
        <translation>Mid Range</translation>
    </message>
    <message>
        <source>Premium</source>
        <translation>Premium</translation>
    </message>
    <message>
        <source>Ultra premium</source>
        <translation>Ultra Premium</translation>
    </message>
    <message>
        <source>Requests per minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>Requests per hour</source>
        <translation>Anfragen pro Stunde</translation>
    </message>
    <message>
        <source>Requests per day</source>
        <translation>Anfragen pro Tag</translation>
    </message>
    <message>
        <source>Requests per month</source>
        <translation>Anfragen pro Monat</translation>
    </message>
    <message>
        <source>Tokens per minute</source>
        <translation>Token pro Minute</translation>
    </message>
    <message>
        <source>Tokens per hour</source>
        <translation>Token pro Stunde</translation>
    </message>
    <message>
        <source>Tokens per day</source>
        <translation>Token pro Tag</translation>
    </message>
    <message>
        <source>Tokens per month</source>
        <translation>Token pro Monat</translation>
    </message>
    <message>
        <source>Spend per day</source>
        <translation>Ausgaben pro Tag</translation>
    </message>
    <message>
        <source>Spend per week</source>
        <translation>Ausgaben pro Woche</translation>
    </message>
    <message>
        <source>Spend per month</source>
        <translation>Ausgaben pro Monat</translation>
    </message>
    <message>
        <source>Spend in total</source>
        <translation>Ausgaben insgesamt</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Read from cache</source>
        <translation>Aus dem Cache</translation>
    </message>
    <message>
        <source>Written to cache</source>
        <translation>In den Cache</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Nachdenken</translation>
    </message>
    <message>
        <source>Provider timed out</source>
        <translation>Anbieter antwortet zu spät</translation>
    </message>
    <message>
        <source>Provider overloaded or failing</source>
        <translation>Anbieter überlastet oder gestört</translation>
    </message>
    <message>
        <source>Provider unreachable</source>
        <translation>Anbieter nicht erreichbar</translation>
    </message>
    <message>
        <source>Provider broke off</source>
        <translation>Anbieter brach ab</translation>
    </message>
    <message>
        <source>Unreadable answer</source>
        <translation>Antwort nicht lesbar</translation>
    </message>
    <message>
        <source>Credential refused</source>
        <translation>Zugangsdaten abgelehnt</translation>
    </message>
    <message>
        <source>Out of credit at the provider</source>
        <translation>Guthaben beim Anbieter aufgebraucht</translation>
    </message>
    <message>
        <source>Rate limited</source>
        <translation>Rate begrenzt</translation>
    </message>
    <message>
        <source>Overloaded</source>
        <translation>Überlastet</translation>
    </message>
    <message>
        <source>Health check failed</source>
        <translation>Prüfung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Endpoint busy</source>
        <translation>Endpunkt ausgelastet</translation>
    </message>
    <message>
        <source>Endpoints paused</source>
        <translation>Endpunkte pausiert</translation>
    </message>
    <message>
        <source>No endpoint</source>
        <translation>Kein Endpunkt</translation>
    </message>
    <message>
        <source>Another endpoint was faster</source>
        <translation>Ein anderer Endpunkt war schneller</translation>
    </message>
    <message>
        <source>The project&apos;s credential refused</source>
        <translation>Zugangsdaten des Projekts abgelehnt</translation>
    </message>
    <message>
        <source>The project&apos;s credential out of credit</source>
        <translation>Guthaben der Projekt-Zugangsdaten aufgebraucht</translation>
    </message>
    <message>
        <source>Longer than the context</source>
        <translation>Länger als der Kontext</translation>
    </message>
    <message>
        <source>Content filtered</source>
        <translation>Inhalt gefiltert</translation>
    </message>
    <message>
        <source>Unknown model</source>
        <translation>Unbekanntes Modell</translation>
    </message>
    <message>
        <source>Request too large</source>
        <translation>Anfrage zu groß</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>Preis unbekannt</translation>
    </message>
    <message>
        <source>Balance too low</source>
        <translation>Guthaben zu niedrig</translation>
    </message>
    <message>
        <source>Budget used up</source>
        <translation>Budget aufgebraucht</translation>
    </message>
    <message>
        <source>Balance used up</source>
        <translation>Guthaben aufgebraucht</translation>
    </message>
    <message>
        <source>Empty answer</source>
        <translation>Leere Antwort</translation>
    </message>
    <message>
        <source>Stopped at the balance&apos;s end</source>
        <translation>Am Ende des Guthabens gestoppt</translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation>Verfall</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>Übertrag</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Abgeschaltet</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Only logged</source>
        <translation>Nur protokolliert</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archiviert</translation>
    </message>
    <message>
        <source>%1 (shadow)</source>
        <translation>%1 (Schatten)</translation>
    </message>
    <message>
        <source>Markup by category</source>
        <translation>Aufschlag nach Kategorie</translation>
    </message>
    <message>
        <source>At list price</source>
        <translation>Zum Listenpreis</translation>
    </message>
    <message>
        <source>Flat per token</source>
        <translation>Fest je Token</translation>
    </message>
    <message>
        <source>Fixed prices</source>
        <translation>Feste Preise</translation>
    </message>
    <message>
        <source>Used up</source>
        <translation>Aufgebraucht</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Booked</source>
        <translation>Gebucht</translation>
    </message>
</context>
<context>
    <name>beaver::admin::AlertsReport</name>
    <message>
        <source>Below %1</source>
        <translation>Unter %1</translation>
    </message>
    <message>
        <source>Below %1, as usual on this gateway</source>
        <translation>Unter %1, wie auf diesem Gateway üblich</translation>
    </message>
    <message>
        <source>Never, as usual on this gateway</source>
        <translation>Nie, wie auf diesem Gateway üblich</translation>
    </message>
</context>
<context>
    <name>beaver::admin::AttentionWatch</name>
    <message>
        <source>The server is out of reach</source>
        <translation>Der Server ist nicht erreichbar</translation>
    </message>
</context>
<context>
    <name>beaver::admin::AuditProof</name>
    <message>
        <source>Chain broken</source>
        <translation>Kette gebrochen</translation>
    </message>
    <message>
        <source>Chain intact, %1 entries</source>
        <translation>Kette unversehrt, %1 Einträge</translation>
    </message>
</context>
<context>
    <name>beaver::admin::BalanceReport</name>
    <message>
        <source>Balance</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
</context>
<context>
    <name>beaver::admin::BillingReport</name>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>%1 held by calls under way</source>
        <translation>%1 für laufende Aufrufe vorgemerkt</translation>
    </message>
    <message>
        <source>Spent this month</source>
        <translation>In diesem Monat ausgegeben</translation>
    </message>
    <message>
        <source>%1 last month</source>
        <translation>%1 im letzten Monat</translation>
    </message>
</context>
<context>
    <name>beaver::admin::BulkRun</name>
    <message>
        <source>%1: %2?</source>
        <translation>%1: %2?</translation>
    </message>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n Konto</numerusform>
            <numerusform>%n Konten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n API key(s)</source>
        <translation>
            <numerusform>%n API-Schlüssel</numerusform>
            <numerusform>%n API-Schlüssel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n Projekt</numerusform>
            <numerusform>%n Projekte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::CallComparison</name>
    <message>
        <source>Timing</source>
        <translation>Zeitablauf</translation>
    </message>
    <message>
        <source>Receipt: tokens × sale price per 1M</source>
        <translation>Beleg: Tokens × Verkaufspreis je 1 Mio.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::ChatModel</name>
    <message>
        <source>Your session ended before the whole answer was there.</source>
        <translation>Ihre Sitzung endete, bevor die ganze Antwort da war.</translation>
    </message>
    <message>
        <source>Request %1</source>
        <translation>Anfrage %1</translation>
    </message>
    <message>
        <source>Served by</source>
        <translation>Bedient von</translation>
    </message>
    <message>
        <source>Tokens in / out</source>
        <translation>Token ein / aus</translation>
    </message>
    <message>
        <source>Charged</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>Erstes Token</translation>
    </message>
    <message>
        <source>Whole answer</source>
        <translation>Ganze Antwort</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>erstes Token %1</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 Token/s</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
</context>
<context>
    <name>beaver::admin::CredentialStore</name>
    <message>
        <source>There is no keychain on this computer: the key is kept until you quit.</source>
        <translation>Auf diesem Rechner gibt es keinen Schlüsselbund: Der Schlüssel wird bis zum Beenden aufgehoben.</translation>
    </message>
    <message>
        <source>This build has no keychain: the key is kept until you quit.</source>
        <translation>Diese Fassung hat keinen Schlüsselbund: Der Schlüssel wird bis zum Beenden aufgehoben.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::DesktopNotifier</name>
    <message>
        <source>This desktop has no notifications.</source>
        <translation>Dieser Desktop hat keine Benachrichtigungen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>beaver::admin::FailoverOrder</name>
    <message>
        <source>Priority %1</source>
        <translation>Priorität %1</translation>
    </message>
    <message>
        <source>shared by weight, %1</source>
        <translation>nach Gewicht geteilt, %1</translation>
    </message>
</context>
<context>
    <name>beaver::admin::FirstSteps</name>
    <message>
        <source>Give yourself a balance</source>
        <translation>Guthaben geben</translation>
    </message>
    <message>
        <source>Each call is paid from its account&apos;s balance, yours too.</source>
        <translation>Jeden Aufruf zahlt das Guthaben seines Kontos, auch Ihre.</translation>
    </message>
    <message>
        <source>Top up…</source>
        <translation>Aufladen…</translation>
    </message>
    <message>
        <source>Ask a model</source>
        <translation>Ein Modell fragen</translation>
    </message>
    <message>
        <source>The built-in beaver/echo answers without any provider.</source>
        <translation>Das eingebaute beaver/echo antwortet ohne jeden Anbieter.</translation>
    </message>
    <message>
        <source>Open the playground</source>
        <translation>Spielwiese öffnen</translation>
    </message>
    <message>
        <source>Add a provider</source>
        <translation>Anbieter anschließen</translation>
    </message>
    <message>
        <source>With your key there, its models can be sold.</source>
        <translation>Mit Ihrem Schlüssel dort lassen sich seine Modelle verkaufen.</translation>
    </message>
    <message>
        <source>Add endpoint…</source>
        <translation>Endpunkt hinzufügen…</translation>
    </message>
    <message>
        <source>Give somebody a key</source>
        <translation>Einen Schlüssel ausgeben</translation>
    </message>
    <message>
        <source>Programs call with it; its account pays.</source>
        <translation>Programme rufen damit auf; sein Konto zahlt.</translation>
    </message>
    <message>
        <source>New API key…</source>
        <translation>Neuer API-Schlüssel…</translation>
    </message>
</context>
<context>
    <name>beaver::admin::FormEditor</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>beaver::admin::KeyHistory</name>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Who runs the gateway</source>
        <translation>Der Betreiber</translation>
    </message>
    <message>
        <source>The gateway</source>
        <translation>Das Gateway</translation>
    </message>
</context>
<context>
    <name>beaver::admin::LatencyReport</name>
    <message>
        <source>%1: no calls</source>
        <translation>%1: keine Aufrufe</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 und mehr</translation>
    </message>
    <message>
        <source>%1, %2: %3 % of %4 calls</source>
        <translation>%1, %2: %3 % von %4 Aufrufen</translation>
    </message>
</context>
<context>
    <name>beaver::admin::LocalGateway</name>
    <message>
        <source>The gateway can&apos;t be started: %1</source>
        <translation>Das Gateway lässt sich nicht starten: %1</translation>
    </message>
    <message>
        <source>The gateway stopped (code %1). Its log says why.</source>
        <translation>Das Gateway hat aufgehört (Code %1). Sein Protokoll sagt, warum.</translation>
    </message>
    <message>
        <source>There is no beaverd on this computer. Install the gateway&apos;s package beside the console.</source>
        <translation>Auf diesem Rechner gibt es kein beaverd. Installieren Sie das Paket des Gateways neben der Konsole.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::OverviewReport</name>
    <message>
        <source>Revenue</source>
        <translation>Umsatz</translation>
    </message>
    <message>
        <source>Gross margin</source>
        <translation>Rohmarge</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Fehlerquote</translation>
    </message>
    <message>
        <source>Time to first token, p95</source>
        <translation>Erstes Token, p95</translation>
    </message>
    <message>
        <source>The database can&apos;t be written</source>
        <translation>In die Datenbank lässt sich nicht schreiben</translation>
    </message>
    <message>
        <source>An endpoint is down</source>
        <translation>Ein Endpunkt ist ausgefallen</translation>
    </message>
    <message>
        <source>An endpoint is degraded</source>
        <translation>Ein Endpunkt ist geschwächt</translation>
    </message>
    <message>
        <source>Mail wasn&apos;t delivered</source>
        <translation>Mail kam nicht an</translation>
    </message>
    <message>
        <source>Models without a price</source>
        <translation>Modelle ohne Preis</translation>
    </message>
    <message numerus="yes">
        <source>%n balance(s) run low</source>
        <translation>
            <numerusform>%n Guthaben geht zur Neige</numerusform>
            <numerusform>%n Guthaben gehen zur Neige</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mail(s) couldn&apos;t be delivered.</source>
        <translation>
            <numerusform>%n Mail konnte nicht zugestellt werden.</numerusform>
            <numerusform>%n Mails konnten nicht zugestellt werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Calls of %n model(s) are refused.</source>
        <translation>
            <numerusform>Aufrufe von %n Modell werden abgewiesen.</numerusform>
            <numerusform>Aufrufe von %n Modellen werden abgewiesen.</numerusform>
        </translation>
    </message>
    <message>
        <source>New paid calls are refused.</source>
        <translation>Neue bezahlte Aufrufe werden abgewiesen.</translation>
    </message>
    <message>
        <source>%1 has %2 left.</source>
        <translation>%1 hat noch %2.</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Übrige</translation>
    </message>
</context>
<context>
    <name>beaver::admin::OwnDeletion</name>
    <message>
        <source>Type %1 to confirm.</source>
        <translation>Geben Sie zur Bestätigung %1 ein.</translation>
    </message>
    <message>
        <source>Your account is deleted.</source>
        <translation>Ihr Konto ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::PaletteModel</name>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Create an account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Add a provider endpoint</source>
        <translation>Endpunkt eines Anbieters hinzufügen</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Create a voucher</source>
        <translation>Gutschein anlegen</translation>
    </message>
    <message>
        <source>Create an API key</source>
        <translation>API-Schlüssel anlegen</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>Zwischen hell und dunkel wechseln</translation>
    </message>
    <message>
        <source>Show the keyboard shortcuts</source>
        <translation>Tastenkürzel zeigen</translation>
    </message>
    <message>
        <source>Copy a link to this page</source>
        <translation>Link zu dieser Seite kopieren</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Open this call</source>
        <translation>Diesen Aufruf öffnen</translation>
    </message>
    <message>
        <source>Projects</source>
        <translation>Projekte</translation>
    </message>
</context>
<context>
    <name>beaver::admin::PasswordReset</name>
    <message>
        <source>Enter the server&apos;s address on the sign-in page first.</source>
        <translation>Geben Sie zuerst auf der Anmeldeseite die Adresse des Servers ein.</translation>
    </message>
    <message>
        <source>Enter your email.</source>
        <translation>Geben Sie Ihre E-Mail ein.</translation>
    </message>
    <message>
        <source>Enter the token from the mail.</source>
        <translation>Geben Sie das Token aus der E-Mail ein.</translation>
    </message>
    <message>
        <source>Enter a new password.</source>
        <translation>Geben Sie ein neues Passwort ein.</translation>
    </message>
    <message>
        <source>It isn&apos;t the same.</source>
        <translation>Es ist nicht dasselbe.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::PictureTray</name>
    <message>
        <source>%1 isn&apos;t a picture that models take: PNG, JPEG, WebP or GIF.</source>
        <translation>%1 ist kein Bild, das Modelle annehmen: PNG, JPEG, WebP oder GIF.</translation>
    </message>
    <message>
        <source>%1 has %2; a picture may have %3. Make it smaller first.</source>
        <translation>%1 hat %2; ein Bild darf %3 haben. Verkleinern Sie es zuerst.</translation>
    </message>
    <message>
        <source>%1 is one too many: %2 pictures go with a question.</source>
        <translation>%1 ist eines zu viel: Zu einer Frage gehören höchstens %2 Bilder.</translation>
    </message>
    <message>
        <source>With %1 the conversation&apos;s pictures would have %2 together; %3 can be sent. Clear the conversation, or make them smaller.</source>
        <translation>Mit %1 hätten die Bilder der Unterhaltung zusammen %2; %3 lassen sich senden. Leeren Sie die Unterhaltung, oder verkleinern Sie die Bilder.</translation>
    </message>
    <message>
        <source>%1 isn&apos;t a file on this computer. Save it first.</source>
        <translation>%1 ist keine Datei auf diesem Rechner. Speichern Sie sie zuerst.</translation>
    </message>
    <message>
        <source>%1 can&apos;t be read: %2</source>
        <translation>%1 lässt sich nicht lesen: %2</translation>
    </message>
    <message>
        <source>pasted.jpg</source>
        <translation>eingefügt.jpg</translation>
    </message>
    <message>
        <source>pasted.png</source>
        <translation>eingefügt.png</translation>
    </message>
</context>
<context>
    <name>beaver::admin::PlansReport</name>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n Konto</numerusform>
            <numerusform>%n Konten</numerusform>
        </translation>
    </message>
    <message>
        <source>for new ones</source>
        <translation>für neue</translation>
    </message>
</context>
<context>
    <name>beaver::admin::Playground</name>
    <message>
        <source>The file can&apos;t be written: %1</source>
        <translation>Die Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>Takes no pictures, and is asked with the text alone: %1</source>
        <translation>Nimmt keine Bilder an und bekommt nur den Text: %1</translation>
    </message>
    <message>
        <source>Write something too: not all of these models take pictures.</source>
        <translation>Schreiben Sie auch etwas: Nicht alle diese Modelle nehmen Bilder an.</translation>
    </message>
    <message>
        <source>Nothing is kept of what was said in the call; its model is chosen here.</source>
        <translation>Von dem, was im Aufruf gesagt wurde, ist nichts aufbewahrt; sein Modell ist hier gewählt.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::PricingReport</name>
    <message>
        <source>Set here</source>
        <translation>Hier gesetzt</translation>
    </message>
    <message>
        <source>By BEAVER_PRICING</source>
        <translation>Aus BEAVER_PRICING</translation>
    </message>
    <message>
        <source>Last cut %1</source>
        <translation>Eingeteilt %1</translation>
    </message>
    <message>
        <source>Last cut %1, next %2</source>
        <translation>Eingeteilt %1, wieder %2</translation>
    </message>
</context>
<context>
    <name>beaver::admin::RecordDetail</name>
    <message>
        <source>Account ID</source>
        <translation>Konto-ID</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Role on the gateway</source>
        <translation>Rolle am Gateway</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Held by calls under way</source>
        <translation>Von laufenden Aufrufen reserviert</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Verfügbar</translation>
    </message>
    <message>
        <source>Pricing policy</source>
        <translation>Preisregel</translation>
    </message>
    <message>
        <source>As the gateway</source>
        <translation>Wie das Gateway</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>The balance is below zero. Calls are refused until it is topped up.</source>
        <translation>Das Guthaben liegt unter null. Bis zum Aufladen werden Aufrufe abgewiesen.</translation>
    </message>
    <message>
        <source>Key ID</source>
        <translation>Schlüssel-ID</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>From anywhere</source>
        <translation>Von überall</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt benutzt</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>The secret was shown once, when the key was made. Nobody can read it again; rotate the key if it is lost.</source>
        <translation>Das Geheimnis wurde einmal gezeigt, als der Schlüssel angelegt wurde. Niemand kann es wieder lesen; erneuern Sie den Schlüssel, wenn es verloren ist.</translation>
    </message>
    <message>
        <source>Endpoint ID</source>
        <translation>Endpunkt-ID</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Basis-URL</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Zugangsdaten</translation>
    </message>
    <message>
        <source>Stored, sealed</source>
        <translation>Gespeichert, versiegelt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Aufrufe zugleich</translation>
    </message>
    <message>
        <source>Hedge after</source>
        <translation>Zweitanfrage nach</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Last check</source>
        <translation>Letzte Prüfung</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Noch nicht</translation>
    </message>
    <message>
        <source>Set up by</source>
        <translation>Eingerichtet von</translation>
    </message>
    <message>
        <source>The server&apos;s environment; can&apos;t be deleted here</source>
        <translation>Der Umgebung des Servers; lässt sich hier nicht löschen</translation>
    </message>
    <message>
        <source>An administrator</source>
        <translation>Einem Verwalter</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Served by</source>
        <translation>Bedient von</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>, streamed</source>
        <translation>, als Strom</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Begann</translation>
    </message>
    <message>
        <source>List cost</source>
        <translation>Listenkosten</translation>
    </message>
    <message>
        <source>Charged</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>Held meanwhile</source>
        <translation>Inzwischen reserviert</translation>
    </message>
    <message>
        <source>Price version</source>
        <translation>Preisfassung</translation>
    </message>
    <message>
        <source>The provider reported no usage; the tokens were counted here.</source>
        <translation>Der Anbieter meldete keinen Verbrauch; die Token wurden hier gezählt.</translation>
    </message>
    <message>
        <source>Auth and limits</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>%1 failed (%2); try %3 of %4.</source>
        <translation>%1 scheiterte (%2); Versuch %3 von %4.</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>Erstes Token</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>On what</source>
        <translation>Woran</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>The start</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Correction ID</source>
        <translation>Berichtigungs-ID</translation>
    </message>
    <message>
        <source>Calls ended from</source>
        <translation>Aufrufe endeten ab</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Corrected calls</source>
        <translation>Berichtigte Aufrufe</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Erstattet</translation>
    </message>
    <message>
        <source>Uncollected</source>
        <translation>Offen geblieben</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Gemacht</translation>
    </message>
    <message>
        <source>Each corrected call has an entry in the ledger that refers to it, of the type adjustment.</source>
        <translation>Zu jedem berichtigten Aufruf steht im Hauptbuch ein Eintrag der Art Anpassung, der ihn nennt.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Tax ID</source>
        <translation>Steuernummer</translation>
    </message>
    <message>
        <source>Tax rate</source>
        <translation>Steuersatz</translation>
    </message>
    <message>
        <source>Nothing is kept of this call. Bodies are kept only for keys that are set to, and only for a time.</source>
        <translation>Von diesem Aufruf ist nichts aufbewahrt. Inhalte werden nur für Schlüssel aufbewahrt, die so eingestellt sind, und nur eine Zeit lang.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Project ID</source>
        <translation>Projekt-ID</translation>
    </message>
    <message>
        <source>Your role</source>
        <translation>Ihre Rolle</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Provider keys</source>
        <translation>Anbieterschlüssel</translation>
    </message>
    <message>
        <source>None of its own</source>
        <translation>Keine eigenen</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>It is archived: its API keys were revoked.</source>
        <translation>Es ist archiviert: Seine API-Schlüssel wurden widerrufen.</translation>
    </message>
    <message>
        <source>You make API keys here, and change those that you made. The account that the project belongs to pays for their calls.</source>
        <translation>Sie legen hier API-Schlüssel an und ändern die, die Sie angelegt haben. Ihre Aufrufe bezahlt das Konto, dem das Projekt gehört.</translation>
    </message>
    <message>
        <source>You see the project, its usage and its keys, and change nothing.</source>
        <translation>Sie sehen das Projekt, seine Nutzung und seine Schlüssel und ändern nichts.</translation>
    </message>
    <message>
        <source>Websites</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Signatures</source>
        <translation>Signaturen</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>Nötig</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Möglich</translation>
    </message>
    <message>
        <source>No signing secret</source>
        <translation>Kein Signaturgeheimnis</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Calls made</source>
        <translation>Aufrufe bisher</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>Versuch %1</translation>
    </message>
    <message>
        <source>Try %1 of %2 failed (%3).</source>
        <translation>Versuch %1 von %2 scheiterte (%3).</translation>
    </message>
    <message>
        <source>Refund ID</source>
        <translation>Erstattungs-ID</translation>
    </message>
    <message>
        <source>Transaction ID</source>
        <translation>Buchungs-ID</translation>
    </message>
    <message>
        <source>Of what</source>
        <translation>Wovon</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Balance after</source>
        <translation>Saldo danach</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
</context>
<context>
    <name>beaver::admin::RecordTable</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>beaver::admin::Registration</name>
    <message>
        <source>Enter the server&apos;s address on the sign-in page first.</source>
        <translation>Geben Sie zuerst auf der Anmeldeseite die Adresse des Servers ein.</translation>
    </message>
    <message>
        <source>Enter your email.</source>
        <translation>Geben Sie Ihre E-Mail ein.</translation>
    </message>
    <message>
        <source>Enter a password.</source>
        <translation>Geben Sie ein Passwort ein.</translation>
    </message>
    <message>
        <source>It isn&apos;t the same.</source>
        <translation>Es ist nicht dasselbe.</translation>
    </message>
    <message>
        <source>Enter the invitation that you were given.</source>
        <translation>Geben Sie die Einladung ein, die Sie bekommen haben.</translation>
    </message>
    <message>
        <source>Enter the token from the mail.</source>
        <translation>Geben Sie das Token aus der E-Mail ein.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::ScheduledPrices</name>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 T %2 Std.</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 Std. %2 Min.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>d MMM yyyy, HH:mm</source>
        <translation>d. MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>%1 in %2, on %3.</source>
        <translation>%1 in %2, am %3.</translation>
    </message>
    <message>
        <source>%1 in %2, on %3: from %4 to %5.</source>
        <translation>%1 in %2, am %3: von %4 auf %5.</translation>
    </message>
    <message numerus="yes">
        <source>%n more to come.</source>
        <translation>
            <numerusform>%n weitere folgt.</numerusform>
            <numerusform>%n weitere folgen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::ServerCheck</name>
    <message>
        <source>Looking who answers there…</source>
        <translation>Es wird nachgesehen, wer dort antwortet …</translation>
    </message>
    <message>
        <source>Beaver %1; its certificate is verified</source>
        <translation>Beaver %1; sein Zertifikat ist geprüft</translation>
    </message>
    <message>
        <source>Beaver %1 on this computer</source>
        <translation>Beaver %1 auf diesem Computer</translation>
    </message>
    <message>
        <source>Beaver %1, not encrypted</source>
        <translation>Beaver %1, unverschlüsselt</translation>
    </message>
</context>
<context>
    <name>beaver::admin::Session</name>
    <message>
        <source>The system&apos;s keychain didn&apos;t take the key: it is kept until you quit.</source>
        <translation>Der Schlüsselbund des Systems hat den Schlüssel nicht angenommen: er bleibt, bis Sie beenden.</translation>
    </message>
    <message>
        <source>The server is Beaver %1, this console %2. What is newer than the server fails; bring it up to date.</source>
        <translation>Der Server ist Beaver %1, diese Konsole %2. Was neuer ist als der Server, schlägt fehl; aktualisieren Sie ihn.</translation>
    </message>
    <message>
        <source>The server is Beaver %1, this console %2. What is newer than the console isn&apos;t shown; bring it up to date.</source>
        <translation>Der Server ist Beaver %1, diese Konsole %2. Was neuer ist als die Konsole, wird nicht gezeigt; aktualisieren Sie sie.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
</context>
<context>
    <name>beaver::admin::SettingsEditor</name>
    <message>
        <source>Seller</source>
        <translation>Verkäufer</translation>
    </message>
    <message>
        <source>Who stands on every invoice.</source>
        <translation>Wer auf jeder Rechnung steht.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>Steuernummer</translation>
    </message>
    <message>
        <source>Email</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Where customers ask about an invoice</source>
        <translation>Wo Kunden zu einer Rechnung nachfragen</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>Steuer</translation>
    </message>
    <message>
        <source>Holds for invoices that are made from now on.</source>
        <translation>Gilt für Rechnungen, die ab jetzt entstehen.</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Satz</translation>
    </message>
    <message>
        <source>Percent; 0 for none</source>
        <translation>Prozent; 0 für keine</translation>
    </message>
    <message>
        <source>Prices include it</source>
        <translation>In den Preisen enthalten</translation>
    </message>
    <message>
        <source>Off: it is added to what was used</source>
        <translation>Aus: Sie kommt zum Verbrauch hinzu</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>Rechnungen</translation>
    </message>
    <message>
        <source>Number begins with</source>
        <translation>Nummern beginnen mit</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Stands below the lines</source>
        <translation>Steht unter den Posten</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Weiteres</translation>
    </message>
    <message>
        <source>Settings that this server has besides.</source>
        <translation>Einstellungen, die dieser Server außerdem hat.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
</context>
<context>
    <name>beaver::admin::SignInEditor</name>
    <message>
        <source>Enter an address such as https://beaver.example.com.</source>
        <translation>Geben Sie eine Adresse wie https://beaver.example.com ein.</translation>
    </message>
    <message>
        <source>Enter the key.</source>
        <translation>Geben Sie den Schlüssel ein.</translation>
    </message>
    <message>
        <source>Enter your email.</source>
        <translation>Geben Sie Ihre E-Mail ein.</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>Geben Sie Ihr Passwort ein.</translation>
    </message>
    <message>
        <source>Enter the code of your second factor.</source>
        <translation>Geben Sie den Code Ihres zweiten Faktors ein.</translation>
    </message>
    <message>
        <source>The server doesn&apos;t know this key.</source>
        <translation>Der Server kennt diesen Schlüssel nicht.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::SpentReport</name>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>By own provider keys</source>
        <translation>Über eigene Anbieterschlüssel</translation>
    </message>
</context>
<context>
    <name>beaver::admin::StatementReport</name>
    <message>
        <source>From the beginning</source>
        <translation>Von Anfang an</translation>
    </message>
    <message>
        <source>Opening balance</source>
        <translation>Anfangsguthaben</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Closing balance</source>
        <translation>Endguthaben</translation>
    </message>
</context>
<context>
    <name>beaver::admin::TableExport</name>
    <message>
        <source>The file can&apos;t be written: %1</source>
        <translation>Die Datei lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>The list is gone.</source>
        <translation>Die Liste ist nicht mehr da.</translation>
    </message>
</context>
<context>
    <name>beaver::admin::UsageReport</name>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Übrige</translation>
    </message>
    <message>
        <source>Spent</source>
        <translation>Ausgegeben</translation>
    </message>
    <message>
        <source>Charged</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Eingabetoken</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Ausgabetoken</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>less than a day left</source>
        <translation>reicht keinen Tag mehr</translation>
    </message>
    <message>
        <source>more than a year left</source>
        <translation>reicht mehr als ein Jahr</translation>
    </message>
    <message numerus="yes">
        <source>about %n day(s) left</source>
        <translation>
            <numerusform>reicht etwa %n Tag</numerusform>
            <numerusform>reicht etwa %n Tage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>beaver::admin::WhatIfReport</name>
    <message>
        <source>Revenue</source>
        <translation>Umsatz</translation>
    </message>
    <message>
        <source>Gross profit</source>
        <translation>Rohgewinn</translation>
    </message>
    <message>
        <source>Gross margin</source>
        <translation>Rohmarge</translation>
    </message>
    <message>
        <source>Calls replayed</source>
        <translation>Durchgespielt</translation>
    </message>
    <message>
        <source>approximately</source>
        <translation>ungefähr</translation>
    </message>
    <message>
        <source>exactly</source>
        <translation>genau</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 Punkte</translation>
    </message>
</context>
</TS>
