/**
 * Object types of which nothing can decide about a packet (FortiOS CLI Reference); ` *` stands for every type below. Content
 * inspection belongs here: it can only stop what a policy has passed, after it has seen payload that the model does not hold.
 */
export const OBJECT_TYPES: readonly string[] = [
  // The device's own administration, look and reports
  'system accprofile', 'system admin', 'system custom-language', 'system storage', 'system replacemsg *', 'system replacemsg-image', 'system replacemsg-group',
  'system snmp *', 'system fortiguard', 'system email-server', 'system auto-install', 'system console', 'system ftm-push', 'system automation-trigger',
  'system automation-action', 'system automation-stitch', 'system automation-destination', 'system autoupdate *', 'system object-tagging', 'system sso-admin',
  'system sso-forticloud-admin', 'system sso-fortigate-cloud-admin', 'system auto-scale', 'system csf', 'system central-management', 'system password-policy',
  'system password-policy-guest-admin', 'system fm', 'system np6', 'system np6xlite', 'system np6lite', 'system npu', 'system npu-setting *', 'system ddns',
  'system dns', 'system dns-database', 'system vdom-dns', 'system session-ttl', 'system probe-response', 'system resource-limits', 'system vdom-property', 'system vdom-netflow',
  'system vdom-sflow', 'system netflow', 'system sflow', 'system tos-based-priority', 'system dscp-based-priority', 'system fips-cc', 'system alias',
  'system auto-script', 'system alarm', 'system affinity-interrupt', 'system affinity-packet-redistribution', 'system api-user', 'system bypass', 'system cluster-sync',
  'system standalone-cluster', 'system dedicated-mgmt', 'system external-resource', 'system fortianalyzer-connectivity', 'system fortimanager', 'system fortisandbox',
  'system ftm', 'system geoip-override', 'system ike', 'system isf-queue-profile', 'system lldp *', 'system network-visibility', 'system ptp',
  'system sdn-connector', 'system sms-server', 'system stp', 'system saml', 'system smc-ntp', 'system ssh-config', 'system federated-upgrade', 'system device-upgrade',
  'system speed-test-server', 'system speed-test-schedule', 'system speed-test-setting', 'system fortindr', 'system ngfw-settings', 'system vm-license', 'system acme',
  'system elbc', 'system geoip-country', 'system security-rating *', 'gui console', 'gui *', 'system link-monitor', 'system proxy-arp', 'system arp-table',
  'system ipv6-neighbor-cache', 'system mac-address-table', 'system vdom-exception', 'system ips *', 'system ips-urlfilter-dns', 'system ips-urlfilter-dns6',
  'system ipam', 'system timezone', 'system fsw-cloud', 'dpdk *', 'report *', 'log *', 'alertemail *', 'monitoring *', 'extension-controller *',
  'extender-controller *', 'mgmt-data *',
  'system ha-monitor', 'system dhcp6 server', 'system fsso-polling', 'system vdom', 'system vdom-radius-server', 'system sdn-proxy', 'credential-store *', 'imp2p *', 'netscan *',
  // Content inspection and what it is made of
  'antivirus *', 'webfilter *', 'web-proxy global', 'web-proxy forward-server', 'web-proxy forward-server-group', 'web-proxy profile', 'web-proxy url-match',
  'web-proxy debug-url', 'web-proxy wisp', 'application *', 'ips *', 'dlp *', 'dnsfilter *', 'emailfilter *', 'spamfilter *', 'icap *', 'waf *', 'voip profile',
  'videofilter *', 'file-filter *', 'cifs *', 'ssh-filter *', 'sctp-filter *', 'virtual-patch *', 'casb *', 'diameter-filter *', 'telemetry-controller *',
  'content-filter *', 'endpoint-control *', 'firewall profile-protocol-options', 'firewall ssl-ssh-profile', 'firewall profile-group', 'firewall ssl *',
  'firewall ssh *', 'firewall ssl-server', 'firewall gtp', 'firewall carrier-endpoint-bwl', 'firewall mms-profile', 'firewall internet-service-name',
  'firewall internet-service-definition', 'firewall internet-service-custom', 'firewall internet-service-custom-group', 'firewall internet-service-group',
  'firewall internet-service-addition', 'firewall internet-service-append', 'firewall internet-service-extension', 'firewall internet-service-owner',
  'firewall internet-service', 'firewall internet-service-fallback', 'firewall network-service-dynamic', 'firewall wildcard-fqdn *', 'firewall proxy-address',
  'firewall proxy-addrgrp', 'firewall region', 'firewall country', 'firewall city', 'firewall vendor-mac', 'firewall vendor-mac-summary', 'firewall traffic-class',
  'firewall iprope *', 'firewall dnstranslation', 'firewall auth-portal', 'firewall global', 'firewall decrypted-traffic-mirror',
  'firewall service category', 'firewall shaper *', 'firewall shaping-policy', 'firewall shaping-profile', 'firewall multicast-address', 'firewall multicast-address6',
  'firewall ldb-monitor', 'firewall addrgrp6-template', 'firewall address6-template', 'firewall access-proxy-ssh-client-cert', 'firewall ttl-policy', 'firewall sniffer',
  'firewall sniff-interface-policy', 'firewall sniff-interface-policy6',
  // Published applications end at VIPs of their own type
  'firewall access-proxy', 'firewall access-proxy6', 'firewall access-proxy-virtual-host',
  // Checks that can only stop a packet
  'firewall ipmacbinding *', 'firewall ipv6-eh-filter', 'firewall on-demand-sniffer',
  // Who may use the device's own proxies: it is taken to pass on whatever they get
  'firewall proxy-policy',
  // Users, certificates and what is agreed upon with them
  'user *', 'authentication *', 'certificate *', 'vpn certificate *', 'vpn ssl web *', 'vpn ssl client', 'vpn ocvpn', 'vpn ipsec forticlient', 'vpn ipsec phase2',
  'vpn ipsec phase2-interface', 'vpn ipsec fec', 'vpn kmip-server', 'vpn qkd', 'vpn ssl settings/authentication-rule', 'ztna *', 'wanopt settings', 'wanopt profile',
  'wanopt peer', 'wanopt auth-group', 'wanopt cache-service', 'wanopt remote-storage', 'wanopt storage', 'wanopt ssl-server', 'wanopt webcache',
  'wanopt content-delivery-network-rule', 'wanopt forticache *', 'rule *',
  // Switches and access points: their ports and radios are layer 2, which the topology declares
  'switch-controller *', 'wireless-controller *', 'nsxt *',
  // Names by which routing protocols tell routes apart
  'router access-list', 'router access-list6', 'router prefix-list', 'router prefix-list6', 'router aspath-list', 'router community-list', 'router extcommunity-list',
  'router route-map', 'router key-chain', 'router setting', 'router bfd', 'router bfd6', 'router multicast-flow',
]
