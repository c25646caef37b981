import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, INodeProperties } from "n8n-workflow";

/** Where the API is, and a key for it. */
export class InvoicesApi implements ICredentialType {
  name = "invoicesApi";

  displayName = "Invoices API";

  icon = { light: "file:../icons/invoices.light.svg", dark: "file:../icons/invoices.dark.svg" } as const;

  documentationUrl = "https://invoices.example.com/docs/integrations#n8n";

  properties: INodeProperties[] = [
    {
      displayName: "Address",
      name: "url",
      type: "string",
      required: true,
      default: "",
      placeholder: "https://invoices.example.com",
      description: "Where the API is, without /api",
    },
    {
      displayName: "API Key",
      name: "apiKey",
      type: "string",
      typeOptions: { password: true },
      default: "",
      description: "Its role decides what the nodes may do. Empty where the system runs without keys.",
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: "generic",
    properties: {
      headers: { Authorization: '={{$credentials.apiKey ? "Bearer " + $credentials.apiKey : undefined}}' },
    },
  };

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.url.replace(new RegExp("/+$"), "")}}', url: "/api/me" },
  };
}
