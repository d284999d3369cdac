/**
 * Single commands of each object type (FortiOS CLI Reference); `key=value` only with that value, `key*` every key that begins so.
 * A command that the reader reads counts as understood, whether it stands here or not.
 */
export const COMMANDS: Readonly<Record<string, string>> = {
  'system global': `
    admin-* admintimeout airplane-mode alias allow-traffic-redirect anti-replay application-bandwidth-tracking arp-max-entry auth-cert auth-http-port auth-https-port
    auth-ike-saml-port auth-keepalive auth-session-limit auto-auth-extension-device autorun-log-fsck av-affinity av-fail-open av-failopen av-failopen-session batch-cmdb
    bfd-affinity block-session-timer br-fdb-max-entry cert-chain-max cfg-revert-timeout cfg-save check-protocol-header check-reset-range cli-audit-log cloud-communication
    clt-cert-req cmdbsvr-affinity compliance-check compliance-check-time connection-keepalive conserve-mode cpu-use-threshold csr-ca-attribute daily-restart
    device-identification-active-scan-delay device-idle-timeout dh-params dhcp-lease-backup-interval disk-usage dnsproxy-worker-count dst early-tcp-npu-session
    edit-vdom-prompt endpoint-control-fds-access endpoint-control-portal-port extender-controller-reserved-network failtime faz-disk-buffer-size fds-statistics
    fds-statistics-period fec-port fgd-alert-subscription fgfm-ssl-versions fmc-xg2-load-balance forticarrier-bypass forticontroller-proxy forticontroller-proxy-port
    forticonverter-* fortiextender fortiextender-* fortigslb-integration fortiipam-integration fortiservice-port fortitoken-* fortiview-filter gtpu-dynamic-source-port gui-*
    ha-affinity honor-df hostname hostname-in-log http-request-limit http-unauthenticated-request-limit httpd-max-worker-count hw-switch-ether-filter hyper-scale-vdom-num
    igmp-state-limit ike-embryonic-limit interface-subnet-usage internal-switch-mode internal-switch-speed internet-service-database internet-service-download-list interval
    ip-fragment-mem-thresholds ip-src-port-range ips-affinity ipsec-* ipv6-accept-dad ipv6-allow-anycast-probe ipv6-allow-local-in-silent-drop ipv6-allow-local-in-slient-drop
    ipv6-allow-multicast-probe ipv6-allow-traffic-redirect irq-time-accounting language lb-forward ldapconntimeout legacy-poe-device-support lldp-* log-* login-timestamp
    long-vdom-name management-ip management-port management-port-use-admin-sport management-vdom max-dlpstat-memory max-report-db-size max-route-cache-size mc-ttl-notchange
    memory-use-threshold-* miglog-affinity miglogd-children multi-factor-authentication ndp-max-entry npu-neighbor-update ntp-server optimize optimize-ssl per-user-bal
    per-user-bwl phase1-rekey pmtu-discovery policy-auth-concurrent policy-route-cache post-login-banner pre-login-banner private-data-encryption proxy-* purdue-level quic-*
    radius-port reboot-upon-config-restore refresh registration-notification rekey remoteauthtimeout reset-sessionless-tcp restart-time revision-backup-on-logout
    revision-image-auto-backup route-cache scanunit-count security-rating-result-submission security-rating-run-on-schedule send-pmtu-icmp service-expire-notification
    sflowd-max-children-num show-backplane-intf slbc-fragment-mem-thresholds snat-route-change sp-load-balance special-file-23-support speedtest-server speedtestd-*
    split-port split-port-mode sql-logging ssd-trim-* ssh-* ssl-min-proto-version ssl-static-key-ciphers sslvpn-* strict-dirty-session-check strong-crypto swap-mem
    switch-controller switch-controller-reserved-network sync-peer sys-perf-log-interval syslog-affinity tcp-halfclose-timer tcp-halfopen-timer tcp-option
    tcp-random-source-port tcp-reset-sessionless tcp-rst-timer tcp-timewait-timer tftp timezone top-application tp-mc-skip-policy traffic-priority traffic-priority-level
    tunnel-mtu two-factor-* udp-idle-timer upgrade-report url-filter-* usb-device user-device-* user-server-cert vdom-admin vdom-mode vip-arp-range virtual-server-count
    virtual-server-hardware-acceleration virtual-switch-vlan vpn-ems-sn-check wad-* wifi-* wimax-4g-usb wireless-* xstools-update-frequency`,
  'system settings': `
    allow-linkdown-path allow-subnet-overlap application-bandwidth-tracking asymroute-icmp=disable asymroute6=disable asymroute=disable auto-ipsec auxiliary-session
    best-route bfd bfd-* block-land-attack central-nat comments consolidated-firewall-mode default-app-port-as-service default-policy-expiry-days default-voip-alg-mode
    deny-tcp-with-icmp detect-unknown-esp device dhcp-proxy dhcp-proxy-interface dhcp-proxy-interface-select-method dhcp-server-ip dhcp6-server-ip discovered-device-timeout
    dyn-addr-session-check ecmp-max-paths email-portal-check-dns ext-resource-session-check firewall-session-dirty fqdn-session-check fw-session-hairpin gateway gateway6
    gui-* h323-direct-model http-external-dest hyperscale-default-policy-action ike-* implicit-allow-dns inspection-mode internet-service-app-ctrl-size
    internet-service-database-cache intree-ses-best-route ip ip4-first ip6 ipsec-tunnel-pass l2forward=disable lan-extension-controller-addr link-down-access lldp-*
    location-id mac-address mac-ttl manageip manageip6 motherboard-traffic-forwarding multicast-forward multicast-skip-policy multicast-ttl-notchange nat46-64
    nat46-force-ipv4-packet-forwarding nat46-generate-ipv6-fragment-header nat64-force-ipv6-packet-forwarding ngfw-mode opmode policy-offload-level prp-trailer-action
    sccp-port sctp-session-without-init ses-denied-multicast-traffic ses-denied-traffic session-helper session-insert-trial sip-expectation sip-helper sip-nat-trace
    sip-ssl-port sip-tcp-port sip-udp-port snat-hairpin-traffic ssl-ssh-profile status strict-src-check tcp-session-without-syn trap-local-session trap-session-flag
    utf8-spam-tagging v4-ecmp-mode vdom-type vpn-stats-* wccp-cache-engine=disable`,
  'system interface': `
    ac-name aggregate aggregate-type algorithm alias allowaccess annex ap-discover arpforward atm-protocol auth-cert auth-portal-addr auth-type auto-auth-extension-device
    autogenerated bandwidth-measure-time bfd bfd-* broadcast-forticlient-discovery broadcast-forward=disable captive-portal=0 cli-conn-status client-options color ddns
    dedicated-to default-purdue-level defaultgw description detected-peer-mtu detectprotocol detectserver device-access-list device-identification
    device-identification-active-scan device-netscan device-user-identification devindex dhcp-broadcast-flag dhcp-classless-route-addition=disable dhcp-client-identifier
    dhcp-relay-* dhcp-renew-time dhcp-smart-relay dhcp-snooping-server-list disc-retry-timeout distance dns-query dns-server-* drop-fragment drop-overlapped-fragment
    dynamic-mapping eap-* egress-cos egress-queues egress-shaping-profile endpoint-compliance estimated-downstream-bandwidth estimated-upstream-bandwidth exclude-signatures
    explicit-* external fail-action-on-extender fail-alert-interfaces fail-alert-method fail-detect fail-detect-option forticlient fortiheartbeat fortilink fortilink-*
    forward-domain=0 forward-error-correction gateway-address gi-gk=disable gwaddr gwdetect ha-priority icmp-accept-redirect icmp-redirect icmp-send-redirect ident-accept
    idle-timeout ike-saml-server inbandwidth ingress-cos ingress-shaping-profile ingress-spillover-threshold interconnect-profile internal internal-switch
    ip-managed-by-fortiipam ipmac ips-sniffer-mode=disable l2forward=disable l2tp-client-settings l2tp-client=disable lacp-ha-secondary lacp-ha-slave lacp-mode lacp-speed
    lan-extension lcp-* link-up-delay lldp-* log macaddr managed-device managed-subnetwork-size measured-downstream-bandwidth measured-upstream-bandwidth mediatype
    medium-type member mesh-* min-links* mirroring-* mode monitor-bandwidth mtu mtu-override mux-type ndiscforward netbios-forward=disable netflow-* np-qos-profile np6 nst
    outbandwidth padt-retry-timeout password phy-mode phy-setting ping-serv-status poe polling-interval port-mirroring pppoe-* pptp-auth-type pptp-client=disable
    pptp-password pptp-server-ip pptp-timeout pptp-user preserve-session-route priority priority-override profiles proxy-captive-portal pvc-* reachable-time
    redundant-interface remote-ip replacemsg-override-group retransmission ring-rx ring-tx role sample-direction sample-rate scan-botnet-connections secip-relay-ip
    secondary-IP security-8021x-* security-exempt-list security-external-logout security-external-web security-groups security-mac-auth-bypass security-redirect-url
    select-profile-30a-35b service-name sflow-* sfp-dsl* snmp-index speed speed-test spillover-threshold split-interface src-check status stp stp-bpdu-guard stp-edge
    stp-ha-secondary stp-ha-slave stpforward stpforward-mode subst=disable substitute-dst-mac sw-algorithm swc-* switch switch-controller-* system-id system-id-type tagging
    tcp-mss telemetry-discover transmission-rate trunk=disable trust-ip* type username vdom vindex virtual-mac virtual-switch-member vlan-op-mode=tag vlan-protocol
    vlanforward vrrp-virtual-mac wan-mode wccp=disable weight wifi-* wins-ip`,
  'system interface/ipv6': `
    autoconf=disable cli-conn6-status dhcp6-* dhcp6-relay-service=disable icmp6-send-redirect interface-identifier ip6-adv-* ip6-allowaccess ip6-default-life
    ip6-delegated-prefix-iaid ip6-delegated-prefix-list ip6-dns-server-override ip6-dnssl-list ip6-hop-limit ip6-link-mtu ip6-manage-flag ip6-max-interval ip6-min-interval
    ip6-mode ip6-other-flag ip6-prefix-list ip6-prefix-mode ip6-rdnss-list ip6-reachable-time ip6-retrans-time ip6-route-list ip6-route-pref ip6-send-adv ip6-subnet
    ip6-upstream-interface nd-* ra-* unique-autoconf-addr vrip6_link_local vrrp-virtual-mac6`,
  'system interface/ipv6/ip6-prefix-list': 'autonomous-flag dnssl onlink-flag preferred-life-time rdnss valid-life-time',
  'system interface/secondaryip': 'allowaccess detectprotocol detectserver gwdetect ha-priority ping-serv-status secip-relay-ip',
  'system interface/vrrp': 'accept-mode adv-interval ignore-default-route preempt priority proxy-arp start-time status version vrdst vrdst-priority vrgrp',
  'system interface/ipv6/vrrp6': 'accept-mode adv-interval ignore-default-route preempt priority start-time status vrdst-priority vrdst6 vrgrp',
  'system zone': 'intrazone tagging',
  'system switch-interface': 'intra-switch-policy mac-ttl member span span-dest-port span-direction span-source-port type vdom',
  'system virtual-switch': 'physical-switch span span-dest-port span-direction span-source-port vlan',
  'system virtual-switch/port': 'alias edit-vdom-prompt mediatype speed status',
  'system physical-switch': 'age-enable age-val',
  'system vdom-link': 'type vcluster',
  'system ha': `
    arps arps-interval authentication backup-hbdev bounce-intf-upon-failover chassis-id check-secondary-dev-health cpu-threshold encryption evpn-ttl failover-hold-time
    force-keepalive ftp-proxy-threshold gratuitous-arps group-id group-name ha-direct ha-eth-type ha-mgmt-status ha-uptime-diff-margin hb-interval hb-interval-in-milliseconds
    hb-lost-threshold hbdev hc-eth-type hello-holddown http-proxy-threshold imap-proxy-threshold inter-cluster-session-sync ipsec-phase2-proposal key l2ep-eth-type
    link-failed-signal load-balance-all logical-sn memory-based-failover memory-compatible-mode memory-failover-flip-timeout memory-failover-monitor-period
    memory-failover-sample-rate memory-failover-threshold memory-threshold minimum-worker-threshold mode monitor multicast-ttl nntp-proxy-threshold override
    override-wait-time password pingserver-failover-threshold pingserver-flip-timeout pingserver-monitor-interface pingserver-secondary-force-reset
    pingserver-slave-force-reset pop3-proxy-threshold priority route-hold route-ttl route-wait schedule session-pickup session-pickup-connectionless session-pickup-delay
    session-pickup-expectation session-pickup-nat session-sync-dev smtp-proxy-threshold ssd-failover standalone-config-sync standalone-mgmt-vdom sync-config
    sync-packet-balance unicast-gateway unicast-hb unicast-hb-netmask unicast-hb-peerip unicast-status uninterruptible-primary-wait uninterruptible-upgrade
    update-all-session-timer upgrade-mode vcluster-id vcluster-status vcluster2 vdom weight`,
  'system dns-server': 'dnsfilter-profile doh doh3 doq mode',
  'system dhcp server': `
    auto-configuration auto-managed-status conflicted-ip-timeout ddns-auth ddns-key ddns-keyname ddns-server-ip ddns-ttl ddns-update ddns-update-override ddns-zone
    default-gateway dhcp-settings-from-fortiipam dns-server1 dns-server2 dns-server3 dns-server4 dns-service domain exclude-range filename forticlient-on-net-status interface
    ip-mode ip-range ipsec-lease-hold lease-time mac-acl-default-action netmask next-server ntp-server1 ntp-server2 ntp-server3 ntp-service options relay-agent
    reserved-address server-type shared-subnet status tftp-server timezone timezone-option vci-match vci-string wifi-ac-service wifi-ac1 wifi-ac2 wifi-ac3 wins-server1
    wins-server2`,
  'system ntp': 'authentication interface key key-id key-type ntpserver ntpsync server-mode source-ip source-ip6 syncinterval type',
  'system sdwan': `
    app-perf-log-period duplication duplication-max-discrepancy duplication-max-num fail-alert-interfaces fail-detect health-check health-check-fortiguard load-balance-mode
    neighbor neighbor-hold-boot-time neighbor-hold-down neighbor-hold-down-time speedtest-bypass-routing`,
  'system virtual-wan-link': 'fail-alert-interfaces fail-detect health-check load-balance-mode neighbor neighbor-hold-boot-time neighbor-hold-down neighbor-hold-down-time',
  'system sdwan/zone': 'advpn-health-check advpn-select minimum-sla-meet-members service-sla-tie-break',
  'system sdwan/members': `
    cost ingress-spillover-threshold preferred-source priority priority-in-sla priority-out-sla priority6 source source6 spillover-threshold transport-group volume-ratio
    weight`,
  'system virtual-wan-link/members': 'cost detect-protocol detect-server ingress-spillover-threshold priority source source6 spillover-threshold volume-ratio weight',
  'router static': 'bfd link-monitor-exempt tag vwl-health weight',
  'router policy': 'src-vendor-mac=',
  'firewall address': 'dirty allow-routing associated-interface cache-ttl clearpass-spt=unknown fabric-object list obj-tag passive-fqdn-learning sub-type=sdn tagging',
  'firewall address6': 'cache-ttl fabric-object list tagging',
  'firewall addrgrp': 'allow-routing category fabric-object tagging uuid',
  'firewall addrgrp6': 'fabric-object tagging',
  'firewall service custom': `
    app-category app-service-type=disable application category check-reset-range explicit-proxy helper icmpcode icmptype protocol protocol-number proxy sctp-portrange
    session-ttl tcp-halfclose-timer tcp-halfopen-timer tcp-portrange tcp-rst-timer tcp-timewait-timer udp-idle-timer udp-portrange udplite-portrange=`,
  'firewall service group': 'explicit-proxy proxy',
  'firewall schedule recurring': 'day end label-day start',
  'firewall schedule onetime': 'end end-utc expiration-days start start-utc',
  'firewall vip': `
    add-nat46-route arp-reply color dns-mapping-ttl gratuitous-arp-interval gslb-domain-name gslb-hostname h2-support h3-support http-cookie-age http-cookie-domain
    http-cookie-domain-from-host http-cookie-generation http-cookie-path http-cookie-share http-ip-header-name http-ip-header=disable http-multiplex
    http-multiplex-max-concurrent-request http-multiplex-max-request http-multiplex-ttl http-redirect http-supported-max-version https-cookie-secure id ldb-method
    max-embryonic-connections monitor nat44=enable nat46=disable one-click-gslb-server outlook-web-access persistence portmapping-type=1-to-1 server-type
    src-vip-filter=disable ssl-accept-ffdhe-groups ssl-algorithm ssl-certificate ssl-client-fallback ssl-client-rekey-count ssl-client-renegotiation
    ssl-client-session-state-max ssl-client-session-state-timeout ssl-client-session-state-type ssl-dh-bits ssl-hpkp ssl-hpkp-age ssl-hpkp-backup ssl-hpkp-include-subdomains
    ssl-hpkp-primary ssl-hpkp-report-uri ssl-hsts ssl-hsts-age ssl-hsts-include-subdomains ssl-http-location-conversion ssl-http-match-host ssl-max-version ssl-min-version
    ssl-mode ssl-pfs ssl-send-empty-frags ssl-server-algorithm ssl-server-max-version ssl-server-min-version ssl-server-renegotiation ssl-server-session-state-max
    ssl-server-session-state-timeout ssl-server-session-state-type uuid weblogic-server websphere-server`,
  'firewall vip6': 'add-nat64-route arp-reply color id ldb-method max-embryonic-connections monitor nat64=disable nat66=enable ndp-reply persistence server-type uuid',
  'firewall vip/realservers': 'health-check-proto healthcheck holddown-interval http-host= id max-connections monitor status translate-host type=ip weight',
  'firewall vipgrp': 'interface uuid',
  'firewall ippool': `
    add-nat64-route arp-reply cgn-spa=disable client-prefix-length exclude-ip icmp-session-quota nat64=disable pba-interim-log pba-timeout port-per-user
    privileged-port-use-pba subnet-broadcast-in-ippool tcp-session-quota udp-session-quota utilization-alarm-clear utilization-alarm-raise`,
  'firewall ippool6': 'add-nat46-route external-prefix internal-prefix nat46=disable',
  'firewall central-snat-map': 'uuid',
  'firewall local-in-policy': 'comments ha-mgmt-intf-only=disable logtraffic uuid virtual-patch',
  'firewall local-in-policy6': 'comments uuid',
  'firewall policy': `
    action active-auth-method anti-replay application-charts application-list auth-cert auth-on-demand auth-path=disable auth-redirect-addr auto-asic-offload av-profile
    bandwidth block-notification captive-portal-exempt capture-packet casb-profile casi-profile cgn-eif=disable cgn-eim=disable cgn-log-server-grp cgn-resource-quota
    cgn-session-quota cifs-profile class-id client-reputation client-reputation-mode comments custom-log-fields decrypted-traffic-mirror deep-inspection-options
    delay-tcp-npu-session devices-negate diameter-filter-profile diffserv-copy diffserv-forward diffserv-reverse diffservcode-forward diffservcode-rev disclaimer=disable
    dlp-profile dlp-sensor dnsfilter-profile dsri dstaddr-negate dynamic-shaping eif-check=disable eif-learn=disable email-collect emailfilter-profile endpoint-check
    fec=disable file-filter-profile firewall-session-dirty fixedport force-proxy fsso-agent-for-ntlm fsso-groups-negate geoip-anycast geoip-match global-label gtp-profile
    http-policy-redirect=disable icap-profile inbound=disable inspection-mode internet-service-negate ippool ips-sensor ips-voip-filter label learning-mode=disable
    log-http-transaction log-unmatched-traffic logtraffic logtraffic-app logtraffic-start match-vip-only=disable mms-profile name nat nat46=disable nat64=disable
    natinbound=disable natip natoutbound=disable np-accelation np-acceleration ntlm-enabled-browsers outbound passive-wan-health-measurement pcp-inbound=disable
    pcp-outbound=disable pcp-poolname per-ip-shaper permit-any-host=disable permit-stun-host=disable policy-behaviour-type policy-expiry-date policy-expiry-date-utc
    policy-expiry=disable poolname port-preserve profile-group profile-protocol-options profile-type radius-mac-auth-bypass redirect-url replacemsg-group
    replacemsg-override-group reputation-direction reputation-direction6 reputation-minimum6=0 rtp-addr rtp-nat=disable scan-botnet-connections schedule schedule-timeout
    sctp-filter-profile send-deny-packet service-negate session-ttl sgt-check=disable shaping-policy spamfilter-profile src-vendor-mac= srcaddr-negate ssh-filter-profile
    ssh-policy-redirect=disable ssl-mirror-intf ssl-mirror=disable ssl-ssh-profile sslvpn-auth sslvpn-ccert sslvpn-cipher sso-auth-method status tags tcp-mss-receiver
    tcp-mss-sender tcp-session-without-syn tcp-timeout-pid telemetry-profile timeout-send-rst traffic-shaper traffic-shaper-reverse transaction-based transparent=disable
    udp-timeout-pid url-category-negate utm-inspection-mode utm-status uuid videofilter-profile virtual-patch-profile vlan-cos-fwd vlan-cos-rev voip-profile vpntunnel
    waf-profile wanopt-detection wanopt-passive-opt wanopt-peer wanopt-profile wanopt=disable wccp=disable webcache-https=disable webcache=disable
    webfilter-profile webproxy-forward-server= webproxy-profile ztna-device-ownership=disable ztna-ems-tag-negate ztna-policy-redirect=disable ztna-tags-match-logic`,
  'firewall policy6': 'comments global-label label logtraffic logtraffic-start name uuid',
  'vpn ssl settings': `
    algorithm auth-session-check-source-ip auth-timeout authentication-rule auto-tunnel-policy auto-tunnel-static-route banned-cipher browser-language-detection check-referer
    ciphersuite client-sigalgs default-portal deflate-compression-level deflate-min-data-size dns-server1 dns-server2 dns-suffix dtls-hello-timeout dtls-max-proto-ver
    dtls-min-proto-ver dtls-tunnel dual-stack-mode encode-2f-sequence encrypt-and-store-password force-two-factor-auth header-x-forwarded-for hsts-include-subdomains
    http-compression http-only-cookie http-request-body-timeout http-request-header-timeout https-redirect idle-timeout ipv6-dns-server1 ipv6-dns-server2 login-attempt-limit
    login-block-time login-timeout port port-precedence reqclientcert route-source-interface saml-redirect-port server-hostname servercert source-address
    source-address-negate source-address6 source-address6-negate source-interface ssl-client-renegotiation ssl-insert-empty-fragment ssl-max-proto-ver ssl-min-proto-ver sslv2
    sslv3 status tlsv1-0 tlsv1-1 tlsv1-2 tlsv1-3 transform-backward-slashes tunnel-addr-assigned-method tunnel-connect-without-reauth tunnel-ip-pools tunnel-ipv6-pools
    tunnel-user-session-timeout unsafe-legacy-renegotiation url-obscuration user-peer web-mode-snat wins-server1 wins-server2 x-content-type-options zone ztna-trusted-client`,
  'vpn ipsec phase1-interface': `
    acct-verify add-gw-route add-route addke1 addke2 addke3 aggregate-member aggregate-weight assign-ip assign-ip-from authmethod authmethod-remote authpasswd authusr
    authusrgrp auto-discovery-crossover auto-discovery-dialup-placeholder auto-discovery-forwarder auto-discovery-offer-interval auto-discovery-psk auto-discovery-receiver
    auto-discovery-sender auto-discovery-shortcuts auto-transport-threshold azure-ad-autoconnect backup-gateway banner cert-id-validation cert-peer-username-strip
    cert-peer-username-validation cert-trust-store certificate childless-ike client-auto-negotiate client-keep-alive default-gw default-gw-priority dev-id dev-id-notification
    dhgrp digital-signature-auth disconnect distance dns-mode dns-suffix dns-suffix-search domain dpd dpd-retrycount dpd-retryinterval eap eap-cert-auth eap-exclude-peergrp
    eap-identity ems-sn-check encapsulation encapsulation-address enforce-unique-id exchange-fgt-device-id exchange-interface-ip exchange-ip-addr4 exchange-ip-addr6
    fallback-tcp-threshold fec-base fec-codec fec-egress fec-health-check fec-ingress fec-mapping-profile fec-receive-timeout fec-redundant fec-send-timeout fec-unit
    forticlient-enforcement fragmentation fragmentation-mtu group-authentication group-authentication-secret ha-sync-esp-seqno idle-timeout idle-timeoutinterval ike-version
    inbound-dscp-copy include-local-lan internal-domain-list ip-fragmentation ip-version ipv4-dns-server1 ipv4-dns-server2 ipv4-dns-server3 ipv4-end-ip ipv4-exclude-range
    ipv4-name ipv4-netmask ipv4-split-exclude ipv4-split-include ipv4-start-ip ipv4-wins-server1 ipv4-wins-server2 ipv6-dns-server1 ipv6-dns-server2 ipv6-dns-server3
    ipv6-end-ip ipv6-name ipv6-prefix ipv6-split-exclude ipv6-split-include ipv6-start-ip keepalive keylife kms link-cost local-gw local-gw6 localid localid-type
    loopback-asymroute mesh-selector-type mode mode-cfg mode-cfg-allow-client-selector mode-cfg-ipv4 monitor monitor-hold-down-delay monitor-hold-down-time
    monitor-hold-down-type monitor-hold-down-weekday monitor-min nattraversal negotiate-timeout net-device network-id network-overlay npu-offload passive-mode peer peergrp
    peerid peertype ppk ppk-identity ppk-secret priority proposal psksecret psksecret-remote qkd qkd-profile reauth rekey remote-gw remote-gw-country remote-gw-end-ip
    remote-gw-match remote-gw-start-ip remote-gw-subnet remote-gw-ztna-tags remote-gw6 remotegw-ddns rsa-signature-format rsa-signature-hash-override saml save-password
    send-cert-chain shared-idle-timeout signature-hash-alg suite-b tcp-port transport tunnel-search type unity-support usrgrp vni wizard-type xauthtype`,
  'system gre-tunnel': `
    auto-asic-offload checksum-reception checksum-transmission diffservcode dscp-copying interface ip-version keepalive-failtimes keepalive-interval key-inbound key-outbound
    local-gw local-gw6 remote-gw remote-gw6 sequence-number-reception sequence-number-transmission use-sdwan`,
  'system session-helper': 'name port protocol',
  // Of these only whether they are on, and where, decides.
  'web-proxy explicit': '*',
  'ftp-proxy explicit': '*',
  'system vne-tunnel': '*',
  'system vne-interface': '*',
  'system pppoe-interface': '*',
  'system ipsec-aggregate': '*',
  'system ipip-tunnel': '*',
  'system sit-tunnel': '*',
  'system ipv6-tunnel': '*',
  'system vxlan': '*',
  'system geneve': '*',
  'vpn ipsec phase1': '*',
  'router multicast': 'route-limit route-threshold multicast-routing=disable pim-sm-global pim-sm-global-vrf',
  'router multicast6': 'multicast-routing=disable multicast-pmtu pim-sm-global',
}
