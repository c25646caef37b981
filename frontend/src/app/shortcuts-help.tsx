import { useI18n } from "@/lib/i18n/i18n";
import { useShortcutSections } from "@/lib/shortcuts";
import { Dialog } from "@/lib/ui/dialog";
import { Kbd, keyNames } from "@/lib/ui/kbd";
import styles from "./shortcuts-help.module.css";

export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const sections = useShortcutSections();
  return (
    <Dialog open onClose={onClose} title={t.shortcuts.title} wide>
      <div className={styles["sections"]}>
        {sections.map((section) => (
          <section key={section.title}>
            <h3>{section.title}</h3>
            <dl>
              {section.shortcuts
                .filter((shortcut) => !shortcut.hidden)
                .map(({ keys, label }) => (
                  <div key={keys} className={styles["row"]}>
                    <dt>{label}</dt>
                    <dd>
                      <Kbd keys={keyNames(keys)} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
