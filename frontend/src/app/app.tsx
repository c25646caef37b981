import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { I18nProvider } from "@/lib/i18n/i18n";
import { BulkJobsProvider } from "@/lib/invoices/bulk-jobs";
import { UndoProvider } from "@/lib/invoices/undo-decision";
import { ShortcutsProvider } from "@/lib/shortcuts";
import { Tips } from "@/lib/ui/tips";
import { ToastProvider } from "@/lib/ui/toasts";
import { queryClient } from "./query-client";
import { router } from "./router";

export function App() {
  return (
    // The Content-Security-Policy allows no inline styles: the components' own are in our style sheets.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <I18nProvider>
          <ToastProvider>
            <ShortcutsProvider>
              <BulkJobsProvider>
                <UndoProvider>
                  <RouterProvider router={router} />
                  <Tips />
                </UndoProvider>
              </BulkJobsProvider>
            </ShortcutsProvider>
          </ToastProvider>
        </I18nProvider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
